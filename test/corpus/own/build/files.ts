/** Content by path below a transcript root. */
export type Files = Readonly<Record<string, string | Buffer>>;

/** Records as a file holds them, each with its newline. */
export const lines = (...all: string[]): string => all.map((line) => `${line}\n`).join('');
