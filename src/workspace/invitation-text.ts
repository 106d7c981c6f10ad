/** What the other machine has to be told, as lines for a terminal. */
import type { Invitation } from './postgres/invite.ts';

/** Holds the password, where one was made: print it, and keep it nowhere. */
export function describeInvitation({ role, kind, address, database, password, sql }: Invitation): string[] {
  const { port } = address;
  const isSocket = address.host.startsWith('/');
  const host = isSocket ? 'HOST' : address.host;
  const where = [host, port, database, role].map((part) => part.replaceAll(/[\\:]/g, String.raw`\$&`)).join(':');
  const join = `  claude-usage workspace join postgres://${role}@${host.includes(':') ? `[${host}]` : host}:${port}/${encodeURIComponent(database)}`;
  const isNear = isSocket || /^(localhost$|127\.|::1$)/.test(host);
  const near = isNear
    ? [
        '',
        `${address.host} is how this machine reaches the server:`,
        `in place of ${host} put the name by which the other one does.`,
      ]
    : [];
  const made =
    password === undefined
      ? [
          `This role may not make others. Somebody who may has to run, in the database ${database}:`,
          '',
          ...sql.map((statement) => `  ${statement};`),
          '',
          `and to give it a password, in psql: \\password ${role}`,
          '',
          'On the other machine, with that password in the place of PASSWORD:',
          '',
          passwordLine(`${where}:PASSWORD`),
        ]
      : [
          `Made the role ${role}.`,
          kind === 'writer' ? 'It tells its own machine and changes no other.' : 'It reads and tells nothing.',
          'On the other machine; the password is shown this once and kept nowhere:',
          '',
          passwordLine(`${where}:${password}`),
        ];
  return [...made, join, ...near];
}

/** The file is made for its owner alone; one that others can read is refused when the password is needed. */
const passwordLine = (line: string): string =>
  `  (umask 077; printf '%s\\n' '${line.replaceAll("'", String.raw`'\''`)}' >> ~/.pgpass)`;

/** For a workspace in a folder. */
export function describeFolderInvitation(dbPath: string): string[] {
  return [
    'A workspace in a folder has no roles: whoever can write to the folder can join.',
    `Share the folder that holds ${dbPath} and ${dbPath}.d with the other machine, then run there,`,
    'with the path under which the folder appears on it:',
    '',
    '  claude-usage workspace join FOLDER',
  ];
}
