import { Component, type ReactNode, useEffect, useRef } from 'react';
import { useLive } from '../api/live.ts';

interface Props {
  readonly children: ReactNode;
}

/** A part of the page that is loaded when it is needed. Where that fails, the rest of the page stays. */
export class Part extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <PartFailed /> : this.props.children;
  }
}

/**
 * Instead of a part that could not be loaded, as when the server went away before it was asked for, or came back as
 * another version. A browser does not ask again for a module that failed: the page is loaded anew when the server is back,
 * and its address brings the same view.
 */
export function PartFailed() {
  const { state } = useLive();
  const wasLost = useRef(false);
  useEffect(() => {
    if (state === 'lost') wasLost.current = true;
    else if (state === 'live' && wasLost.current) location.reload();
  }, [state]);
  return (
    <div role="alert" data-testid="part-failed" className="border-l-2 border-alert py-1 pl-3 text-sm">
      <p>This part of the page could not be loaded.</p>
      <p className="text-soft">
        It comes when the server is back.{' '}
        <button type="button" className="underline underline-offset-2" onClick={() => location.reload()}>
          Reload the page
        </button>
      </p>
    </div>
  );
}
