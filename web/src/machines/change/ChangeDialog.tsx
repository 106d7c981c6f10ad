import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { FilterOptionsReport } from '../../../../src/contract/reports/filter-options.ts';
import type { MachineChanged } from '../../../../src/contract/reports/machine-change.ts';
import type { MachineOfRoom, MachineRoomReport } from '../../../../src/contract/reports/machine-room.ts';
import { formatRange } from '../../format/dates.ts';
import { formatUsd, plural } from '../../format/numbers.ts';
import type { Asked } from './asked.ts';
import type { MachineChanging } from './useMachineChange.ts';

interface Props {
  readonly asked: Asked;
  readonly report: MachineRoomReport;
  readonly known: FilterOptionsReport['filters']['machines'];
  readonly change: MachineChanging;
  readonly close: () => void;
}

/** Says what will happen before it happens. */
export function ChangeDialog(props: Props) {
  const { asked, report, close } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const machine = report.room.machines.find((m) => m.machineId === asked.machineId);
  if (machine === undefined) return null;
  const Form = FORMS[asked.kind];
  return (
    <dialog
      ref={dialog}
      aria-labelledby="change-title"
      closedby="any"
      className="m-auto w-[min(32rem,calc(100vw-2rem))] border bg-raised p-6 text-ink backdrop:bg-ink/30"
      onClose={close}
    >
      <Form {...props} machine={machine} done={() => dialog.current?.close()} />
    </dialog>
  );
}

type FormProps = Props & { readonly machine: MachineOfRoom; readonly done: () => void };
const FORMS: Readonly<Record<Asked['kind'], (props: FormProps) => ReactNode>> = {
  rename: RenameForm,
  merge: MergeForm,
  retire: RetireForm,
};
const FIELD = 'mt-1 block w-full border bg-paper px-2 py-1.5 text-sm text-ink';

interface FrameProps {
  readonly title: string;
  readonly verb: string;
  readonly form: FormProps;
  /** Undefined: there is nothing to do yet. */
  readonly query: MachineChanged['undo'] | undefined;
  readonly children: ReactNode;
}

function Frame({ title, verb, form: { change, done }, query, children }: FrameProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (query) change.mutate(query, { onSuccess: done });
      }}
    >
      <h2 id="change-title" className="heading mb-4 break-words">
        {title}
      </h2>
      <div className="grid gap-4 text-sm">{children}</div>
      {change.error && (
        <p role="alert" className="mt-4 border-l-2 border-alert pl-3 text-sm">
          {change.error.message}
        </p>
      )}
      <div className="mt-6 flex justify-end gap-6 text-sm">
        <button type="button" className="px-1 text-soft hover:text-ink" onClick={done}>
          Cancel
        </button>
        <button
          className="bg-ink px-4 py-1.5 text-paper disabled:opacity-50"
          disabled={query === undefined || change.isPending}
        >
          {change.isPending ? 'Writing…' : verb}
        </button>
      </div>
    </form>
  );
}

function RenameForm(form: FormProps) {
  const { machine } = form;
  const [name, setName] = useState(machine.machine);
  const given = name.trim();
  const own = machine.ownName || machine.machine;
  return (
    <Frame
      title={`Rename ${machine.machine}`}
      verb={given === '' ? 'Give its own name back' : 'Rename'}
      form={form}
      query={
        given === machine.machine ? undefined : { kind: 'rename', query: { machine: machine.machineId, name: given } }
      }
    >
      <label className="label">
        Name on this machine
        <input
          maxLength={80}
          value={name}
          placeholder={own}
          className={FIELD}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <p>
        Only this machine shows it so; the others go on seeing <strong className="font-semibold">{own}</strong>. No
        figure changes. An empty name gives it its own again.
      </p>
    </Frame>
  );
}

function MergeForm(form: FormProps) {
  const { machine, known, report } = form;
  const [into, setInto] = useState('');
  const others = known.filter((m) => m.id !== machine.machineId);
  const target = others.find((m) => m.id === into);
  const { since, until } = report.meta;
  return (
    <Frame
      title={`Count ${machine.machine} as another machine`}
      verb={target ? `Count it as ${target.name}` : 'Count it as another'}
      form={form}
      query={target && { kind: 'merge', query: { machine: machine.machineId, into: target.id } }}
    >
      <p>For one machine that was installed anew, or whose identity was lost, and so appears twice.</p>
      <label className="label">
        It counts as
        <select className={FIELD} value={into} onChange={(event) => setInto(event.target.value)}>
          <option value="">Choose a machine</option>
          {others.map((m) => (
            <option key={m.id} value={m.id}>
              {m.name}
            </option>
          ))}
        </select>
      </label>
      <p>
        All that {machine.machine} used, before and from now on, counts as {target?.name ?? 'that machine'}: in{' '}
        {since && until ? formatRange(since, until) : 'all time'} that is {formatUsd(machine.totalCost)} in{' '}
        {plural(machine.turns, 'turn')}. Its own line goes. Only this machine counts it so; the totals stay as they are,
        nothing is deleted, and it can be taken back.
      </p>
    </Frame>
  );
}

function RetireForm(form: FormProps) {
  const { machine } = form;
  return (
    <Frame
      title={machine.retired ? `Put ${machine.machine} back in use` : `Retire ${machine.machine}`}
      verb={machine.retired ? 'Put it back in use' : 'Retire'}
      form={form}
      query={{
        kind: 'retire',
        query: { machine: machine.machineId, ...(machine.retired ? { undo: 'true' } : {}) },
      }}
    >
      <p>
        {machine.retired
          ? 'When it is not heard from, it is named again as silent. Its figures stay as they are.'
          : 'All its figures stay, and what it still tells is counted. Only its silence is no news any more: it is no longer named as missing. It can be put back in use at any time.'}
      </p>
    </Frame>
  );
}
