import type { ReactNode } from 'react';

interface Props {
  readonly id: string;
  readonly title: string;
  /** What is set beside the name. */
  readonly lead?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A part of a room: a hairline, its name, what can be set on it, and its content. */
export function Section({ id, title, lead, aside, children, className = '' }: Props) {
  return (
    <section aria-labelledby={`${id}-title`} className={`border-t pt-4 ${className}`}>
      <header className="mb-4 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <div className="flex flex-wrap items-baseline gap-x-5">
          <h2 id={`${id}-title`} className="heading">
            {title}
          </h2>
          {lead}
        </div>
        {aside}
      </header>
      {children}
    </section>
  );
}
