/** Longer openings are not remembered. */
const LIMIT = 1024;

/** What the members of an opening said: string ids, the sidechain flag, and which keys were seen. */
export interface OpeningFacts {
  seen: number;
  sidechain: boolean;
  cwdId: number;
  sessionId: number;
  versionId: number;
  branchId: number;
  agentId: number;
}

/**
 * Remembers the bytes between `parentUuid` and the first of `type` and `message`: folder, session, version, branch and
 * so on are the same from line to line, so comparing them four bytes at a time replaces walking them.
 */
export class OpeningMemo {
  readonly facts: OpeningFacts = { seen: 0, sidechain: false, cwdId: 0, sessionId: 0, versionId: 0, branchId: 0, agentId: 0 };
  readonly #bytes = new DataView(new ArrayBuffer(LIMIT));
  #length = 0;
  #buffer: Buffer | undefined;
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** Index after the opening at `start` when it is the remembered one, else -1. Facts are valid then. */
  match(buf: Buffer, start: number, end: number): number {
    const length = this.#length;
    if (length === 0 || start + length > end) return -1;
    if (buf !== this.#buffer) this.#look(buf);
    const there = this.#view;
    const known = this.#bytes;
    let i = 0;
    for (const whole = length - 3; i < whole; i += 4) {
      if (there.getInt32(start + i) !== known.getInt32(i)) return -1;
    }
    for (; i < length; i += 1) if (there.getUint8(start + i) !== known.getUint8(i)) return -1;
    return start + length;
  }

  /** Takes `buf[start, end)` as the opening that `facts`, which the caller fills, stand for. */
  learn(buf: Buffer, start: number, end: number): boolean {
    this.#length = 0;
    if (end - start > LIMIT || end <= start) return false;
    for (let i = start; i < end; i += 1) this.#bytes.setUint8(i - start, buf[i] as number);
    this.#length = end - start;
    return true;
  }

  #look(buf: Buffer): void {
    this.#buffer = buf;
    this.#view = new DataView(buf.buffer, buf.byteOffset, buf.byteLength);
  }
}
