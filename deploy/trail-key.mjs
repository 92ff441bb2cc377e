// The key that signs checkpoints of the trail, for the sequencer alone, and its public half, for the API and for whoever verifies.
// Change: run it for another folder, put both PEM blocks into the key file, the new one first, and both lines into the published file; when every
// verifier knows the new line, take the old block out. The old line stays published as long as somebody keeps checkpoints under it.
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verificationKeyOf, verificationKeyText } from '@vitrine/trail';

const [directory, name = 'vitrine-trail'] = process.argv.slice(2);
if (directory === undefined) throw new Error('usage: trail-key.mjs DIRECTORY [NAME]');
const files = { key: join(directory, 'trail_key.pem'), published: join(directory, 'trail_keys.txt') };
// Attack: a key that is made anew by mistake ends every chain of trust in the old one.
if (existsSync(files.key)) throw new Error(`${files.key} exists`);
const { privateKey } = generateKeyPairSync('ed25519');
writeFileSync(files.key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
writeFileSync(files.published, `${verificationKeyText(verificationKeyOf(name, privateKey))}\n`, { mode: 0o600 });
