/** A DataView over whatever buffer the lines stand in: four bytes are compared at a time. */
export class LineBytes {
  #buffer: Buffer | undefined;
  #view: DataView = new DataView(new ArrayBuffer(0));

  over(buf: Buffer): DataView {
    if (buf !== this.#buffer) {
      this.#buffer = buf;
      this.#view = new DataView(buf.buffer, buf.byteOffset, buf.byteLength);
    }
    return this.#view;
  }
}

/** True when `length` bytes are the same. Both ranges must lie inside their views. */
export function sameBytes(a: DataView, aStart: number, b: DataView, bStart: number, length: number): boolean {
  let i = 0;
  for (const whole = length - 3; i < whole; i += 4) {
    if (a.getInt32(aStart + i, true) !== b.getInt32(bStart + i, true)) return false;
  }
  for (; i < length; i += 1) if (a.getUint8(aStart + i) !== b.getUint8(bStart + i)) return false;
  return true;
}
