const FIRST_SLOTS = 128;
/** Grows when it is fuller than this, so there is room for one key more. */
const LOAD = 0.5;

/** Numbers the distinct keys it is shown from 0 on. Keys are integers from 0 to 2^53 - 1. */
export class GroupIndex {
  /** The keys by their number. */
  keys: Float64Array = new Float64Array(FIRST_SLOTS * LOAD + 1);
  size = 0;
  #slots = new Int32Array(FIRST_SLOTS).fill(-1);
  #lastKey = -1;
  #last = -1;

  /** The number of a key, a new one when it was never seen. */
  of(key: number): number {
    // Rows of one group often follow each other.
    if (key === this.#lastKey) return this.#last;
    const mask = this.#slots.length - 1;
    let slot = hashOf(key) & mask;
    for (let found = this.#slots[slot]!; found >= 0; found = this.#slots[slot]!) {
      if (this.keys[found] === key) return this.#remember(key, found);
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.size;
    this.keys[this.size] = key;
    this.size++;
    if (this.size > this.#slots.length * LOAD) this.#grow();
    return this.#remember(key, this.size - 1);
  }

  #remember(key: number, found: number): number {
    this.#lastKey = key;
    this.#last = found;
    return found;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 4).fill(-1);
    const mask = slots.length - 1;
    for (let i = 0; i < this.size; i++) {
      let slot = hashOf(this.keys[i]!) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = i;
    }
    const keys = new Float64Array(slots.length * LOAD + 1);
    keys.set(this.keys.subarray(0, this.size));
    this.keys = keys;
    this.#slots = slots;
  }
}

function hashOf(key: number): number {
  const high = Math.floor(key / 0x1_0000_0000);
  const mixed = Math.imul((key | 0) ^ Math.imul(high, 0x9e37_79b1), 0x85eb_ca6b);
  return mixed ^ (mixed >>> 15);
}
