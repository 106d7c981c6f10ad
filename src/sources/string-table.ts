/** Longest text kept for a model, folder, branch or id; longer ones are cut (no real one comes near). */
const MAX_LENGTH = 4096;

/** Strings by small integers; id 0 is the empty string. Only grows. */
export class StringTable {
  readonly #ids = new Map<string, number>([['', 0]]);
  readonly #strings: string[] = [''];
  #sent = 0;

  /** The id of `text`, added when new. */
  intern(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    if (text.length > MAX_LENGTH) return this.intern(text.slice(0, MAX_LENGTH));
    const id = this.#strings.length;
    this.#strings.push(text);
    this.#ids.set(text, id);
    return id;
  }

  get(id: number): string {
    return this.#strings[id] ?? '';
  }

  /** Strings added since the last call. */
  takeNew(): { first: number; strings: string[] } {
    const first = this.#sent;
    this.#sent = this.#strings.length;
    return { first, strings: this.#strings.slice(first) };
  }
}
