/** The parameters of a statement that is put together from parts; values never become SQL text. */
export class SqlValues {
  readonly #values: unknown[];

  constructor(...first: readonly unknown[]) {
    this.#values = [...first];
  }

  /** @returns the placeholder, `$n` */
  add(value: unknown): string {
    this.#values.push(value);
    return `$${String(this.#values.length)}`;
  }

  get all(): readonly unknown[] {
    return this.#values;
  }
}
