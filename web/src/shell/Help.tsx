import { useEffect, useRef } from 'react';
import { HELP_EVENT, KEYS } from './keys.ts';

/** The list of keys, behind `?`. */
export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = (): void => dialog.current?.showModal();
  useEffect(() => {
    addEventListener(HELP_EVENT, open);
    return () => removeEventListener(HELP_EVENT, open);
  }, []);
  return (
    <>
      <button type="button" className="px-1 hover:text-ink" aria-haspopup="dialog" onClick={open}>
        Keys
      </button>
      <dialog
        ref={dialog}
        aria-labelledby="help-title"
        className="m-auto w-[min(30rem,calc(100vw-2rem))] border bg-raised p-6 text-ink backdrop:bg-ink/30"
        closedby="any"
      >
        <h2 id="help-title" className="heading mb-4">
          Keys
        </h2>
        <dl className="grid grid-cols-[5rem_1fr] gap-y-2 text-sm">
          {KEYS.map(([keys, does]) => (
            <div key={keys} className="contents">
              <dt className="font-semibold">{keys}</dt>
              <dd className="text-soft">{does}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-4 border-t pt-4 text-sm text-soft">
          Click a bar, a row or a legend entry to narrow; drag over the chart to zoom. The address holds the view.
        </p>
        <form method="dialog" className="mt-4 text-right">
          <button className="underline underline-offset-2">Close</button>
        </form>
      </dialog>
    </>
  );
}
