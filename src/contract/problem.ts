/** Kinds of things that could not be read as they should; each is counted, remembered and shown by `doctor`. */
export type ProblemKind =
  | 'bad-json'
  | 'too-long'
  | 'bad-utf8'
  | 'nul-bytes'
  | 'no-timestamp'
  | 'bad-number'
  | 'unreadable-file'
  | 'unreadable-folder'
  | 'conflicting-id';
