/** 16 hex digits that change with the text. For cache keys, not against anybody: node:crypto costs 10 ms of start-up. */
export function textHash(text: string): string {
  // FNV-1a, twice with different starts.
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code ^ (a >>> 16), 0x85ebca6b);
  }
  return hex(a) + hex(b);
}

const hex = (n: number): string => (n >>> 0).toString(16).padStart(8, '0');
