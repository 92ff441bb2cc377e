import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verificationKeyOf, verificationKeyText } from '@vitrine/trail';
import type { InstanceFolder } from './instance-folder.js';

export interface InstanceTrail {
  /** PEM with which the sequencer, and nobody else, signs checkpoints. */
  readonly signingKeyFile: string;
  /** What the API publishes of it. */
  readonly publishedFile: string;
  /** Where checkpoints are kept beside the database. */
  readonly anchorFolder: string;
}

/** The instance's own key of the trail, made on the first start. */
export function ensureInstanceTrail(instance: InstanceFolder): InstanceTrail {
  const signingKeyFile = instance.secretFile('trail-key.pem', () =>
    // PEM is text; Node's type allows bytes for other formats.
    String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })),
  );
  const publishedFile = join(instance.folder('keys'), 'trail-keys.txt');
  const key = verificationKeyOf('vitrine-trail', createPrivateKey(readFileSync(signingKeyFile)));
  instance.write(publishedFile, `${verificationKeyText(key)}\n`);
  return { signingKeyFile, publishedFile, anchorFolder: join(instance.folder('keys'), 'trail-checkpoints') };
}
