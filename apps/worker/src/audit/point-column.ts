/**
 * The points of one series as they come, page by page: sixteen bytes each. As objects with a text they took a hundred, and held the answers that
 * their texts were cut from; some hundred thousand wait for a batch's last page at once, in every job.
 */
export class PointColumn implements Iterable<{ readonly at: number; readonly value: number }> {
  #cells = new Float64Array(64);
  #length = 0;

  /** @param points `at` in RFC 3339 */
  add(points: readonly { readonly at: string; readonly value: number }[]): void {
    const needed = 2 * (this.#length + points.length);
    if (needed > this.#cells.length) {
      const grown = new Float64Array(Math.max(needed, 2 * this.#cells.length));
      grown.set(this.#cells);
      this.#cells = grown;
    }
    for (const { at, value } of points) {
      this.#cells[2 * this.#length] = Date.parse(at);
      this.#cells[2 * this.#length + 1] = value;
      this.#length += 1;
    }
  }

  /** `at` in milliseconds since 1970. */
  *[Symbol.iterator](): Generator<{ readonly at: number; readonly value: number }, void, undefined> {
    for (let index = 0; index < this.#length; index++) yield { at: this.#cells[2 * index] ?? 0, value: this.#cells[2 * index + 1] ?? 0 };
  }
}
