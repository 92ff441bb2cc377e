import { parseVerificationKey } from '@vitrine/trail';

/** The public halves of the keys that sign checkpoints: all that the API holds of them. */
export class TrailKeys {
  readonly #keys: readonly string[];

  /**
   * @param text one `name+hash+base64` a line; none where the operator publishes none
   * @throws VitrineError `trail.invalid-key` for a line that is no such key: nobody should trust it by mistake
   */
  constructor(text: string | undefined) {
    const lines = (text ?? '').split('\n').map((line) => line.trim());
    this.#keys = lines.filter((line) => line !== '');
    for (const line of this.#keys) parseVerificationKey(line);
  }

  published(): readonly string[] {
    return this.#keys;
  }
}
