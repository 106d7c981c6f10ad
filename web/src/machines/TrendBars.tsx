interface Props {
  readonly values: readonly number[];
  /** Per value: the machine was not heard from in that step. */
  readonly unheard: readonly boolean[];
  readonly colour: string;
  readonly className?: string;
}
const H = 24;

/** A machine's course over the range, a bar a step; where nothing was heard of it, the ground is marked instead. */
export function TrendBars({ values, unheard, colour, className = 'h-6 w-full' }: Props) {
  const max = Math.max(0, ...values);
  if (values.length === 0) return <span className={`block ${className}`} />;
  const bars = values.map((v, i) => (max > 0 && v > 0 ? bar(i, Math.max(1, (v / max) * H)) : '')).join('');
  const dark = unheard.map((lost, i) => (lost ? `M${i} 0h1v${H}h-1z` : '')).join('');
  return (
    <svg aria-hidden viewBox={`0 0 ${values.length} ${H}`} preserveAspectRatio="none" className={`block ${className}`}>
      {dark !== '' && <path d={dark} fill="var(--warn)" opacity={0.16} />}
      <path d={`M0 ${H}H${values.length}`} stroke="var(--line)" vectorEffect="non-scaling-stroke" />
      <path d={bars} fill={`var(${colour})`} />
    </svg>
  );
}

const bar = (i: number, height: number): string => `M${i + 0.14} ${H}v${-round(height)}h0.72v${round(height)}z`;
const round = (n: number): number => Math.round(n * 100) / 100;
