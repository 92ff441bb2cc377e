const WORDS = 4;

/** Event ids that were seen, and where: 128 bits each in an open table, about 40 bytes an id at most, where a Set of texts takes three times that. */
export class SeenEventIds {
  #slots = 1 << 12;
  #keys = new Uint32Array(this.#slots * WORDS);
  #places = new Float64Array(this.#slots);
  #count = 0;

  /** @returns the place of the same id before, or `null` where it is new (and now is not) */
  note(eventId: string, place: number): number | null {
    if (this.#count * 10 > this.#slots * 7) this.#grow();
    const words = wordsOf(eventId);
    const slot = this.#slotOf(words);
    // Places are kept from 1: 0 is a free slot.
    const before = this.#places[slot] ?? 0;
    if (before > 0) return before - 1;
    this.#keys.set(words, slot * WORDS);
    this.#places[slot] = place + 1;
    this.#count += 1;
    return null;
  }

  #slotOf(words: Uint32Array): number {
    let slot = spread(words) & (this.#slots - 1);
    while ((this.#places[slot] ?? 0) > 0 && !this.#isAt(slot, words)) slot = (slot + 1) & (this.#slots - 1);
    return slot;
  }

  #isAt(slot: number, words: Uint32Array): boolean {
    for (let word = 0; word < WORDS; word += 1) if (this.#keys[slot * WORDS + word] !== words[word]) return false;
    return true;
  }

  #grow(): void {
    const [keys, places, slots] = [this.#keys, this.#places, this.#slots];
    this.#slots *= 2;
    this.#keys = new Uint32Array(this.#slots * WORDS);
    this.#places = new Float64Array(this.#slots);
    for (let slot = 0; slot < slots; slot += 1) {
      const place = places[slot] ?? 0;
      if (place === 0) continue;
      const words = keys.subarray(slot * WORDS, (slot + 1) * WORDS);
      const to = this.#slotOf(words);
      this.#keys.set(words, to * WORDS);
      this.#places[to] = place;
    }
  }
}

// One for all ids: it is read before the next one is written.
const scratch = new Uint32Array(WORDS);

function wordsOf(eventId: string): Uint32Array {
  const hex = eventId.replaceAll('-', '');
  for (let word = 0; word < WORDS; word += 1) scratch[word] = Number.parseInt(hex.slice(word * 8, word * 8 + 8), 16);
  return scratch;
}

/** The last words of a UUIDv7 are random; the first are the time, alike in neighbours. */
const spread = (id: Uint32Array): number => (Math.imul(id[3] ?? 0, 0x9e3779b1) ^ Math.imul(id[2] ?? 0, 0x85ebca6b) ^ (id[1] ?? 0)) >>> 0;
