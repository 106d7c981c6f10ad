interface Props {
  readonly values: readonly number[];
  readonly className?: string;
  readonly colour?: string;
  /** Draws the area under the line too. */
  readonly filled?: boolean;
  /** The value at the foot of the drawing: 0 unless the figure is a rate, whose course would be flat. */
  readonly foot?: number;
}
const W = 100;
const H = 24;

/** A figure's course over the range, without axes: decoration for the eye, the chart has the numbers. */
export function Spark({ values, className = 'h-6 w-24', colour = '--soft', filled = false, foot = 0 }: Props) {
  if (values.length < 2 || Math.max(...values) <= foot) return <span className={`block ${className}`} />;
  const span = Math.max(...values, foot) - foot || 1;
  const points = values.map(
    (v, i) => `${round((i / (values.length - 1)) * W)},${round(H - 1 - ((v - foot) / span) * (H - 3))}`,
  );
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${W} ${H}`}
      preserveAspectRatio="none"
      className={`block overflow-visible ${className}`}
    >
      {filled && <polygon points={`0,${H} ${points.join(' ')} ${W},${H}`} fill={`var(${colour})`} opacity={0.1} />}
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke={`var(${colour})`}
        strokeWidth={1.25}
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

const round = (n: number): number => Math.round(n * 100) / 100;
