import * as Tooltip from '@radix-ui/react-tooltip';
import { useState, type ReactNode } from 'react';

interface Props {
  /** How the number is made, over what, and what it misses. */
  readonly text: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
}

/** A number that explains itself: on hover, on focus, and on a tap where there is no hover. */
export function Explain({ text, children, className = '', side = 'bottom' }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Tooltip.Root open={open} onOpenChange={setOpen}>
      <Tooltip.Trigger asChild>
        <button type="button" className={`cursor-help text-left ${className}`} onClick={() => setOpen(true)}>
          {children}
        </button>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          side={side}
          align="start"
          sideOffset={6}
          collisionPadding={12}
          className="z-50 max-w-80 border bg-raised px-3 py-2 text-xs text-ink shadow-[0_6px_24px_-12px_rgb(0_0_0/0.35)]"
          onPointerDownOutside={() => setOpen(false)}
        >
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
