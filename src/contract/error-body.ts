import { z } from 'zod';
import { ERRORS } from './errors.ts';
import type { ErrorCode } from './errors.ts';

const codes = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/** Body of every answer that is not a success. Never a stack, never a secret. */
export const errorBody = z.object({
  error: z.object({
    code: z.enum(codes),
    /** What happened and where. */
    message: z.string(),
    /** What to do next. */
    hint: z.string(),
  }),
});
export type ErrorBody = z.infer<typeof errorBody>;
