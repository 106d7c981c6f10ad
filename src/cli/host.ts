/** What surrounds one run of the command line. main.ts makes it from the process, tests make it from strings. */
import type { Environment } from '../config/paths.ts';

export interface Sink {
  readonly isTerminal: boolean;
  /** Terminal cells in a line; undefined where there is no terminal. */
  readonly columns: number | undefined;
  /** Resolves when more may be written. Throws BrokenPipe when nobody reads any more. */
  write(text: string): Promise<void>;
}

export interface Host {
  /** Without the program and its script. */
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** Version of Node and the processor, for `doctor`. */
  readonly runtime: { readonly node: string; readonly arch: string };
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number;
  /** Folder of the built page. */
  readonly pageFolder: string;
  /** Resolves when the user interrupts; from its first call on an interrupt no longer ends the process by itself. */
  untilInterrupted(): Promise<void>;
  /** What the user answers; undefined where nobody is there to answer. Opens standard input, so only where it is needed. */
  ask(question: string): Promise<string | undefined>;
  /** The network, for the one command that asks for it. */
  fetch(url: string, init: { readonly signal: AbortSignal }): Promise<Response>;
  /** Opens an address in the user's browser; false where that is not possible. */
  openBrowser(url: string): Promise<boolean>;
}

/** The reader of our output has gone, as with `| head`: no failure of ours. */
export class BrokenPipe extends Error {
  constructor() {
    super('nobody reads the output any more');
    this.name = 'BrokenPipe';
  }
}
