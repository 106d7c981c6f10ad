/** Lines on which the two parsers once disagreed, made small. Replayed before the fuzzing. */
export const FOUND: readonly { readonly why: string; readonly lines: readonly string[] }[] = [];
