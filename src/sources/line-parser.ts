/** One open file as its parser sees it. */
export interface FileContext {
  /** The caller's number for the file; travels with every row and fact. */
  readonly fileId: number;
  readonly path: string;
  /** Byte offset the reading starts at: 0, or where the last scan stopped. */
  readonly offset: number;
  /** Timestamp of the last counted line before `offset`, for lines that carry none; null at the start. */
  readonly lastTimestampMs: number | null;
}

/** Turns the lines of files into rows and facts of a BatchWriter. One instance reads many files, one after the other. */
export interface LineParser {
  begin(file: FileContext): void;
  /**
   * One line without its newline: `buf[start, end)`. The bytes are valid until the call returns.
   * `offset` is the line's place in the file. Never throws on content: damage becomes a problem.
   */
  line(buf: Buffer, start: number, end: number, offset: number): void;
  /**
   * What follows the last newline. Counted now when it is a whole record, ignored without a word when it is not; the
   * cursor stays before it either way, so it is read again when its newline has come.
   */
  unfinished(buf: Buffer, start: number, end: number, offset: number): void;
  /** The file has no further complete line. Returns the timestamp to carry in the cursor. */
  end(): number | null;
}
