import { useMutation } from '@tanstack/react-query';
import { saveBlob } from '../charts/save-blob.ts';

interface Props {
  /** Of the table, for those who hear the buttons: `machines`. */
  readonly name: string;
  readonly csv: () => string;
  readonly markdown: () => string;
}

/** A table that is all on the page, as a file and on the clipboard. */
export function TableExport({ name, csv, markdown }: Props) {
  const copy = useMutation({ mutationFn: async () => navigator.clipboard.writeText(markdown()) });
  return (
    <span className="flex gap-4 text-xs text-soft" data-print="no">
      <button
        type="button"
        aria-label={`CSV of the ${name}`}
        className="hover:text-ink"
        onClick={() =>
          saveBlob(new Blob([csv()], { type: 'text/csv' }), `claude-usage-${name.replaceAll(' ', '-')}.csv`)
        }
      >
        CSV
      </button>
      <button
        type="button"
        aria-label={`Copy the ${name} as Markdown`}
        className="hover:text-ink"
        onClick={() => copy.mutate()}
      >
        {copy.isSuccess ? 'Copied' : copy.isError ? 'Copy refused' : 'Copy as Markdown'}
      </button>
    </span>
  );
}
