import { type Files, lines } from './files.ts';
import { assistant, session, user, type Place, type Turn } from './record.ts';

const place: Place = { session: session(70), cwd: '/home/ada/wreck', version: '2.1.114' };
const base: Turn = {
  model: 'claude-opus-4-7',
  input: 10,
  output: 20,
  w1: 30,
  read: 40,
  at: '2026-05-01T10:00:00.000Z',
  final: true,
};
const good = (id: string): string => assistant(place, { ...base, id });

/** What crashes, full disks and other programs leave behind. Every good line between the bad ones counts. */
export function damage(): Files {
  const folder = 'projects/-home-ada-wreck';
  return {
    [`${folder}/${session(70)}.jsonl`]: bytes(
      lines(noTime()),
      lines(good('msg_dm01')),
      lines('', '   ', 'not json', '{"type":"assistant",', '[1,2,3]', 'null', '42', '"text"', '{}'),
      lines(good('msg_dm02').slice(0, -40)),
      lines(good('msg_dm03')),
      // A block of zeros where the disk was full, then the next line.
      Buffer.alloc(512),
      lines('', good('msg_dm04')),
      // Bytes that are no UTF-8: alone, and inside a text.
      Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x0a]),
      lines(user(place, base.at, 'between')),
      cut(good('msg_dm05'), Buffer.from([0xc3, 0x28, 0xff])),
      lines(noUsage('usage', null), noUsage('usage', 'none'), noUsage('usage', [])),
      // Two objects on one line, as when a newline was lost.
      lines(good('msg_lost1') + good('msg_lost2')),
      lines(good('msg_dm06')),
      // Torn in the middle of writing.
      good('msg_torn').slice(0, 300),
    ),
    // Complete but for its newline: counted.
    [`${folder}/${session(71)}.jsonl`]: bytes(lines(good('msg_dm07')), good('msg_dm08')),
    [`${folder}/${session(72)}.jsonl`]: '',
    [`${folder}/notes.txt`]: lines(good('msg_text')),
    [`${folder}/${session(70)}/tool-results/out.jsonl`]: lines(good('msg_result')),
  };
}

function bytes(...parts: (string | Buffer)[]): Buffer {
  return Buffer.concat(parts.map((p) => (typeof p === 'string' ? Buffer.from(p) : p)));
}

/** A line with raw bytes put into its text. */
function cut(line: string, raw: Buffer): Buffer {
  const at = line.indexOf('canary');
  return bytes(line.slice(0, at), raw, line.slice(at), '\n');
}

function noUsage(key: string, value: unknown): string {
  const record = JSON.parse(good('msg_nousage')) as { message: Record<string, unknown> };
  record.message[key] = value;
  return JSON.stringify(record);
}

/** Usage without a time, on it or before it in the file, belongs to no day: it is reported, not counted. */
function noTime(): string {
  const { timestamp: _, ...rest } = JSON.parse(good('msg_notime')) as Record<string, unknown>;
  return JSON.stringify(rest);
}
