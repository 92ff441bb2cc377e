import { readFileSync } from 'node:fs';
import { VitrineError } from '@vitrine/contracts';
import {
  acceptedKids,
  currentSealingKey,
  EnvelopeError,
  parseSealingKeySet,
  type CredentialKind,
  type SealingKey,
  type SealingKeySet,
} from '@vitrine/crypto-envelope';

/** The published half of the sealing keys: all the API holds (promise 1). Read again when the file changes its time, so that rotation needs no restart. */
export class SealingKeys {
  constructor(private readonly read: () => SealingKeySet) {}

  /** @param file JWK Set; without one nothing can be sealed and submission answers 503 */
  static fromFile(file: string | undefined): SealingKeys {
    return new SealingKeys(() => {
      if (file === undefined) throw notConfigured('no sealing keys file is configured');
      try {
        return parseSealingKeySet(JSON.parse(readFileSync(file, 'utf8')));
      } catch (error) {
        throw notConfigured(error instanceof EnvelopeError ? 'the sealing keys file is no public key set' : 'the sealing keys file cannot be read');
      }
    });
  }

  published(): SealingKeySet {
    return this.read();
  }

  /** @throws VitrineError 503 `sealing-key-unavailable` when none of this cloud is in force */
  current(kind: CredentialKind, now: Date): SealingKey {
    try {
      return currentSealingKey(this.read(), kind, now);
    } catch (error) {
      if (error instanceof EnvelopeError) throw notConfigured('no key of this cloud is in force');
      throw error;
    }
  }

  accepted(kind: CredentialKind, now: Date): ReadonlySet<string> {
    return acceptedKids(this.read(), kind, now);
  }
}

function notConfigured(internal: string): VitrineError {
  return new VitrineError({
    code: 'sealing-key-unavailable',
    status: 503,
    publicMessage: 'No sealing key is in force for this cloud. The operator has to publish one.',
    internal,
    headers: { 'retry-after': '60' },
  });
}
