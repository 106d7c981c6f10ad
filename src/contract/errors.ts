/**
 * Every way the program can fail on purpose: code, meaning, exit status, HTTP status.
 * The hint of each throw names the next command to try.
 */
export const ERRORS = {
  usage: { exit: 2, http: 400, meaning: 'The command line or the query is wrong.' },
  config: { exit: 1, http: 500, meaning: 'A configuration value is wrong.' },
  'ledger-newer': { exit: 1, http: 500, meaning: 'The ledger was written by a newer version; it is left untouched.' },
  'ledger-unreadable': { exit: 1, http: 500, meaning: 'The ledger cannot be opened or is damaged.' },
  'ledger-busy': { exit: 1, http: 503, meaning: 'Another process holds the ledger for too long.' },
  'upgrade-failed': { exit: 1, http: 500, meaning: 'An older database could not be upgraded; it is as it was.' },
  'not-found': { exit: 1, http: 404, meaning: 'No such session, project, machine or page.' },
  forbidden: { exit: 1, http: 403, meaning: 'The request did not come from this page.' },
  'method-not-allowed': { exit: 1, http: 405, meaning: 'This address does not take that method.' },
  'too-large': { exit: 1, http: 413, meaning: 'The request is larger than any that this program makes.' },
  'workspace-unreachable': {
    exit: 1,
    http: 503,
    meaning: 'The shared folder or database does not answer, or refused.',
  },
  'fetch-failed': { exit: 1, http: 502, meaning: 'A price list could not be fetched or read.' },
  'server-busy': { exit: 1, http: 503, meaning: 'Too many pages listen at once.' },
  'old-node': { exit: 1, http: 500, meaning: 'This Node is older than 22.13.' },
  internal: { exit: 1, http: 500, meaning: 'A defect in claude-usage.' },
} as const;
export type ErrorCode = keyof typeof ERRORS;

/** The one error class. `message` says what happened and where; `hint` says what to do next. */
export class UsageError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  constructor(code: ErrorCode, message: string, hint: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'UsageError';
    this.code = code;
    this.hint = hint;
  }
}
