import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ErrorBody } from '../contract/error-body.ts';
import { ERRORS, UsageError } from '../contract/errors.ts';

/** Where unexpected errors go in full. The client never sees more than `internal`. */
export type LogError = (message: string, error: unknown) => void;

/** Answers any thrown value as `{ error: { code, message, hint } }` with the status of its code. */
export function errorResponse(c: Context, error: unknown, log: LogError): Response {
  const known = error instanceof UsageError ? error : unexpected(c, error, log);
  const body: ErrorBody = { error: { code: known.code, message: known.message, hint: known.hint } };
  c.header('Cache-Control', 'no-store');
  return c.json(body, ERRORS[known.code].http as ContentfulStatusCode);
}

function unexpected(c: Context, error: unknown, log: LogError): UsageError {
  log(`${c.req.method} ${c.req.path} failed`, error);
  return new UsageError(
    'internal',
    'The request failed because of a defect in claude-usage.',
    'The terminal that runs the dashboard shows the details; `claude-usage doctor` checks the ledger.',
  );
}
