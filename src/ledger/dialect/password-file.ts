import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What a line of the password file is chosen by. */
export interface LoginFacts {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
}

/** `PGPASSFILE`, else where Postgres's own programs look. */
export function passwordFilePath(env: NodeJS.ProcessEnv): string {
  if (env.PGPASSFILE) return env.PGPASSFILE;
  return process.platform === 'win32'
    ? join(env.APPDATA ?? '.', 'postgresql', 'pgpass.conf')
    : join(homedir(), '.pgpass');
}

/** The password of the first line `host:port:database:user:password` that fits; undefined when none does. */
export function passwordFor(login: LoginFacts, path: string): string | undefined {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return undefined;
  return passwordIn(readFileSync(path, 'utf8'), login);
}

/** `*` fits anything; a backslash takes the next character as it is; `localhost` fits sockets too. */
export function passwordIn(text: string, { host, port, database, user }: LoginFacts): string | undefined {
  const wanted = [host.startsWith('/') ? 'localhost' : host, port, database, user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const fields = fieldsOf(line);
    if (fields.length === 5 && wanted.every((value, i) => fields[i] === '*' || fields[i] === value)) return fields[4];
  }
  return undefined;
}

/** Four fields and the rest: a password may hold colons. */
function fieldsOf(line: string): string[] {
  const fields = [''];
  for (let i = 0; i < line.length; i++) {
    if (line[i] === ':' && fields.length < 5) fields.push('');
    else {
      if (line[i] === '\\' && i + 1 < line.length) i += 1;
      fields[fields.length - 1] += line[i] ?? '';
    }
  }
  return fields;
}
