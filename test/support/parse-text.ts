import { BatchWriter, type BatchWriterOptions } from '../../src/sources/batch-writer.ts';
import { ClaudeCodeParser } from '../../src/sources/claude-code/parser.ts';
import {
  keysOf,
  rowOf,
  type BatchRow,
  type CostStateFact,
  type EventBatch,
  type LimitFact,
  type ProblemFact,
  type TitleFact,
} from '../../src/sources/event-batch.ts';
import type { LineParser } from '../../src/sources/line-parser.ts';

/** Everything a parser said, as objects. */
export interface Parsed {
  readonly rows: BatchRow[];
  readonly titles: TitleFact[];
  readonly limits: LimitFact[];
  readonly costStates: CostStateFact[];
  readonly problems: ProblemFact[];
  fastLines: number;
  slowLines: number;
  /** As a worker would send them: for leak tests. */
  readonly batches: EventBatch[];
}

/** A writer whose batches are gathered into objects. Call `writer.flush()` before reading `parsed`. */
export function collector(options: BatchWriterOptions = {}): { writer: BatchWriter; parsed: Parsed } {
  const strings: string[] = [];
  const parsed: Parsed = {
    rows: [],
    titles: [],
    limits: [],
    costStates: [],
    problems: [],
    fastLines: 0,
    slowLines: 0,
    batches: [],
  };
  const writer = new BatchWriter((batch) => {
    if (batch.firstString !== strings.length) throw new Error('string table out of step');
    strings.push(...batch.strings);
    const keys = keysOf(batch);
    for (let i = 0; i < batch.count; i += 1) parsed.rows.push(rowOf(batch, i, keys, strings));
    parsed.titles.push(...batch.titles);
    parsed.limits.push(...batch.limits);
    parsed.costStates.push(...batch.costStates);
    parsed.problems.push(...batch.problems);
    parsed.fastLines += batch.fastLines;
    parsed.slowLines += batch.slowLines;
    parsed.batches.push(batch);
  }, options);
  return { writer, parsed };
}

export interface ParseOptions extends BatchWriterOptions {
  readonly fast?: boolean;
  readonly path?: string;
}

const PATH = '/home/ada/.claude/projects/-home-ada-lamp/5e550000-0000-4000-8000-000000000001.jsonl';

/** Parses lines as if they stood in one transcript. */
export function parseLines(lines: readonly (string | Buffer)[], options: ParseOptions = {}): Parsed {
  const { writer, parsed } = collector(options);
  feed(new ClaudeCodeParser(writer, { fast: options.fast ?? true }), lines, options.path ?? PATH);
  writer.flush();
  return parsed;
}

/** Hands lines to a parser, as the scanner does. */
export function feed(parser: LineParser, lines: readonly (string | Buffer)[], path: string): void {
  parser.begin({ fileId: 1, path, offset: 0, lastTimestampMs: null });
  let offset = 0;
  for (const line of lines) {
    const bytes = Buffer.from(line as string);
    parser.line(bytes, 0, bytes.length, offset);
    offset += bytes.length + 1;
  }
  parser.end();
}
