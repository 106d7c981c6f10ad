import { useEffect, useRef, useState } from 'react';
import { usePatchSearch, useSearchState } from '../state.ts';

const PAUSE_MS = 180;

/** Text over project, branch, title, session and model. Typing replaces the address; it adds no steps to go back through. */
export function SearchBox() {
  const { q = '' } = useSearchState();
  const patch = usePatchSearch();
  const [text, setText] = useState(q);
  const sent = useRef(q);
  useEffect(() => {
    // The address changed by another hand: back, a chip, a key.
    if (q !== sent.current) setText(q);
    sent.current = q;
  }, [q]);
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      patch({ q: text.trim() === '' ? undefined : text.trim() }, { replace: true });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, patch]);
  return (
    <label className="relative ml-auto flex items-center max-sm:w-full">
      <span className="sr-only">Search project, branch, title, session or model</span>
      <svg aria-hidden viewBox="0 0 16 16" className="pointer-events-none absolute left-0 w-3.5 text-faint">
        <path
          d="M11 11l4 4M12.5 7a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0Z"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
        />
      </svg>
      <input
        id="search"
        type="search"
        maxLength={200}
        placeholder="Search"
        value={text}
        className="w-full bg-transparent py-1 pl-6 text-sm sm:w-44"
        onChange={(event) => setText(event.target.value)}
      />
      {text === '' && <kbd className="label absolute right-0 border px-1.5 max-sm:hidden">/</kbd>}
    </label>
  );
}
