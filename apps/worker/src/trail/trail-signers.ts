import { createPrivateKey } from 'node:crypto';
import { VitrineError } from '@vitrine/contracts';
import type { NoteSigner } from '@vitrine/trail';

const block = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g;

/**
 * The keys that sign checkpoints, from the text of their file: PKCS #8 PEM, Ed25519, one block a key. Two while a key is being replaced: both
 * sign, so that a checkpoint convinces whoever knows the old one and whoever knows the new one.
 * @param name of the key in signatures and in the published `name+hash+base64`
 * @throws VitrineError `trail-key-unusable`, which says nothing of the text
 */
export function trailSigners(pem: string, name: string): NoteSigner[] {
  const signers = [...pem.matchAll(block)].map(([each]) => signerOf(each, name));
  if (signers.length === 0) throw unusable();
  return signers;
}

function signerOf(pem: string, name: string): NoteSigner {
  try {
    const privateKey = createPrivateKey(pem);
    if (privateKey.asymmetricKeyType === 'ed25519') return { name, privateKey };
  } catch {
    // Told below: an error of the parser could quote what it read.
  }
  throw unusable();
}

const unusable = (): VitrineError =>
  new VitrineError({
    code: 'trail-key-unusable',
    status: 500,
    publicMessage: 'An internal error occurred.',
    internal: 'VITRINE_TRAIL_KEY is no PKCS #8 PEM of Ed25519 keys',
  });
