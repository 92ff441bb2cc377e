import type { Envelope, KeyAlgorithm } from '@vitrine/crypto-envelope';

/** What a JWE implementation that we did not write is asked to do; keys are bare JWKs. */
export interface ForeignImplementation {
  readonly name: string;
  /** Those of our key algorithms that it has. */
  readonly algorithms: readonly KeyAlgorithm[];
  /** Whether it authenticates associated data beside the header; where not, `associated` is always null. */
  readonly authenticatesAssociatedData: boolean;
  /** @throws Error when it does not open */
  open(envelope: Envelope, associated: Uint8Array | null, privateKey: object): Promise<Buffer>;
  /** The ephemeral key stands inside the protected header, as our format wants it. */
  seal(plaintext: Uint8Array, header: object, associated: Uint8Array | null, publicKey: object): Promise<Envelope>;
  stop(): void;
}
