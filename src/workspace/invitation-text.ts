/** What the other machine has to be told, as lines for a terminal. */
import type { Invitation } from './postgres/invite.ts';

/** Where the other machine is to connect, without any secret. */
export interface PostgresPlace {
  readonly host: string;
  readonly port: string;
  readonly database: string;
}

/** From `PostgresStore.location`. */
export function placeOf(location: string): PostgresPlace {
  const url = new URL(location);
  const host = decodeURIComponent(url.hostname);
  return { host, port: url.port || '5432', database: decodeURIComponent(url.pathname.slice(1)) };
}

/** Holds the password: print it, and keep it nowhere. */
export function describeInvitation({ role, kind, password, sql }: Invitation, place: PostgresPlace): string[] {
  const { host, port, database } = place;
  const where = `${host}:${port}:${database}:${role}`;
  const join = `  claude-usage workspace join postgres://${role}@${host}:${port}/${database}`;
  const near = /^(localhost|127\.|\[?::1|$|\/)/.test(host)
    ? [
        '',
        `${host || 'localhost'} is how this machine reaches the server: put the name in by which the other one does.`,
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
          `Made the role ${role}, which ${kind === 'writer' ? 'tells its own machine and changes no other' : 'reads and tells nothing'}.`,
          'On the other machine; the password is shown this once and kept nowhere:',
          '',
          passwordLine(`${where}:${password}`),
        ];
  return [...made, join, ...near];
}

const passwordLine = (line: string): string => `  (umask 077; printf '%s\\n' '${line}' >> ~/.pgpass)`;

/** For a workspace in a folder, `root` its database path. */
export function describeFolderInvitation(dbPath: string): string[] {
  return [
    'A workspace in a folder has no roles: whoever can write to the folder can join.',
    `Share the folder that holds ${dbPath} and ${dbPath}.d with the other machine, then run there,`,
    'with the path under which the folder appears on it:',
    '',
    '  claude-usage workspace join FOLDER',
    '',
    'Somebody who shall only read gets the folder read-only.',
  ];
}
