import { useEffect } from 'react';
import { useSearchState } from '../state.ts';

/** Over every room of the sample, on paper too: nobody shall take its figures for theirs. */
export function SampleMark() {
  const { sample } = useSearchState();
  useEffect(() => {
    document.title = sample === undefined ? 'claude-usage' : 'Sample · claude-usage';
  }, [sample]);
  if (sample === undefined) return null;
  return (
    <p data-testid="sample" role="note" className="mb-2 border-l-2 border-warn bg-wash px-3 py-2 text-sm">
      <strong className="font-semibold">A sample.</strong> Every figure here is made up; none of it is in your ledger.{' '}
      <a href="/" className="underline underline-offset-2">
        Leave the sample
      </a>
    </p>
  );
}
