/** The hue of a thing, beside its name. */
export function Swatch({ colour, className = '' }: { readonly colour: string; readonly className?: string }) {
  return (
    <span
      aria-hidden
      className={`inline-block size-2.5 shrink-0 rounded-[2px] ${className}`}
      style={{ backgroundColor: `var(${colour})` }}
    />
  );
}
