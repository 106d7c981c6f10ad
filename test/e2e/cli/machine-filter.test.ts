/** The machine filter rules every figure of the terminal: narrowed to one machine, a report is that machine's own. */
import { expect, test } from 'vitest';
import { VERBS } from '../../../src/cli/verbs.ts';
import { CliMachine, turnRecord } from '../../support/cli-machine.ts';
import { TempHome } from '../../support/temp-home.ts';

const WHO = {
  laptop: { member: 'Ana', team: 'core', days: [12, 20, 22], cwd: '/w/acme/shop', model: 'claude-opus-4-8' },
  desktop: { member: 'Bo', team: 'lab', days: [17, 20, 22], cwd: '/w/acme/blog', model: 'claude-haiku-4-5' },
} as const;
type Name = keyof typeof WHO;

/** A machine with turns of its own, every one of its sessions and days told apart by their counts. */
class FilterBox extends CliMachine {
  readonly env: Record<string, string>;
  constructor(name: Name) {
    super();
    const { member, team, days, cwd, model } = WHO[name];
    this.env = {
      CLAUDE_USAGE_MACHINE_ID: name,
      CLAUDE_USAGE_MEMBER: member,
      CLAUDE_USAGE_TEAM: team,
      CLAUDE_USAGE_SHARE: 'mine',
    };
    days.forEach((day, i) => {
      const session = `${name.length}${i}111111-2222-4333-8444-555555555555`;
      const turn = turnRecord(`${name}-${i}`, `2026-11-${day}T08:30:00Z`, { model, cwd, session, output: 100 + day });
      this.transcript(session, [turn]);
    });
  }
  async claude(...args: readonly string[]): Promise<string> {
    const { code, out, err } = await this.run(args, { env: this.env });
    if (code !== 0 || err !== '') throw new Error(`${args.join(' ')}: status ${code} ${err}`);
    return out;
  }
}

interface Totals {
  readonly totals: Readonly<Record<string, number>>;
}
/** Not of the machine alone: when it was made, how well the others are known, and what never leaves a machine. */
const OTHERWISE = ['coverage', 'meta', 'projectId', 'cwd', 'cliVersion'];
const figures = (out: string): unknown =>
  JSON.parse(out, (key, value: unknown) => (OTHERWISE.includes(key) ? undefined : value));

/** In one place, because joining and scanning cost more than every question. */
test('every command with a machine filter: one machine, its member and its team give its own figures, and they add up', async () => {
  using drive = new TempHome();
  using laptop = new FilterBox('laptop');
  using desktop = new FilterBox('desktop');
  const commands: string[][] = [];
  for (const { name } of VERBS)
    if (/--machine <name> +only/.test(await laptop.claude(name, '--help')))
      commands.push(name === 'export' ? [name, '--format', 'json'] : [name, '--json']);
  expect(commands.length).toBeGreaterThanOrEqual(12);
  const alone = new Map<string, unknown>();
  const ask = (box: FilterBox, command: readonly string[], ...filter: string[]) =>
    box.claude(...command, '--no-scan', '--timezone', 'UTC', ...filter);
  for (const box of [laptop, desktop]) {
    await box.claude('scan');
    for (const command of commands)
      alone.set(`${box.env['CLAUDE_USAGE_MACHINE_ID']} ${command[0]}`, figures(await ask(box, command)));
  }
  await laptop.claude('workspace', 'init', drive.home);
  await desktop.claude('workspace', 'join', drive.home);
  await laptop.claude('workspace', 'sync');
  for (const command of commands) {
    const all = await ask(laptop, command);
    const parts: string[] = [];
    for (const name of Object.keys(WHO) as Name[]) {
      const narrowed = await ask(laptop, command, '--machine', name);
      parts.push(narrowed);
      expect(figures(narrowed), command.join(' ')).toEqual(alone.get(`${name} ${command[0]}`));
      expect(figures(await ask(laptop, command, '--member', WHO[name].member))).toEqual(figures(narrowed));
      expect(figures(await ask(laptop, command, '--team', WHO[name].team))).toEqual(figures(narrowed));
    }
    expectSum(parts, all);
  }
});

/** Rows of an export are those of both; totals are the sums. */
function expectSum(parts: readonly string[], all: string): void {
  const whole = JSON.parse(all) as Totals | unknown[];
  if (Array.isArray(whole)) return void expect(whole).toHaveLength(6);
  expect(whole.totals['turns']).toBeGreaterThan(0);
  for (const [key, value] of Object.entries(whole.totals)) {
    const sum = parts.reduce((sofar, part) => sofar + (JSON.parse(part) as Totals).totals[key]!, 0);
    expect(sum, key).toBeCloseTo(value, 9);
  }
}
