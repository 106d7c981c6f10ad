interface Props<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, name: string])[];
  readonly onChange: (value: T) => void;
  readonly small?: boolean;
}

/** One of a few, as a line of words. */
export function Choices<T extends string>({ label, value, options, onChange, small = false }: Props<T>) {
  return (
    <div role="group" aria-label={label} className="-mx-2 flex flex-wrap items-center">
      {options.map(([id, name]) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === value}
          className={small ? 'choice px-2 text-xs!' : 'choice'}
          onClick={() => onChange(id)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
