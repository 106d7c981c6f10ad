import type { LedgerReader, ProjectFacts } from '../ledger/ledger.ts';

/**
 * The reader with other names for projects; everything else passes through. `aliases` go by project key
 * (`dir:acme/app`) or name (`acme/app`). Keys stay, so identities and sums do too.
 */
export function withProjectAliases(reader: LedgerReader, aliases: Readonly<Record<string, string>>): LedgerReader {
  const names = new Map(Object.entries(aliases));
  if (names.size === 0) return reader;
  const renamed = (project: ProjectFacts): ProjectFacts => {
    const name = names.get(project.key) ?? names.get(project.name);
    return name === undefined ? project : { ...project, name };
  };
  return new Proxy(reader, {
    get(target, property) {
      if (property === 'projects') return async () => (await target.projects()).map(renamed);
      const member: unknown = Reflect.get(target, property, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
