import * as Tooltip from '@radix-ui/react-tooltip';
import type { ReactElement, ReactNode } from 'react';

interface Props {
  /** What the control's figure is in full, and what a click does. */
  readonly text: ReactNode;
  /** One control: it keeps its own click. */
  readonly children: ReactElement;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
}

/** A control that says its figure in full, on hover and on focus. A number that only explains itself is an `Explain`. */
export function Told({ text, children, side = 'top' }: Props) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          side={side}
          align="start"
          sideOffset={4}
          collisionPadding={12}
          className="pointer-events-none z-50 max-w-80 border bg-raised px-3 py-2 text-xs text-ink shadow-[0_6px_24px_-12px_rgb(0_0_0/0.35)]"
        >
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
