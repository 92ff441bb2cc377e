// One key pair per cloud: private sets for the workers of that cloud, the public set for the API.
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createLocalKeySet, writeLocalKeySet } from '@vitrine/crypto-open';

const directory = process.argv[2];
if (directory === undefined) throw new Error('usage: make-keys.mjs DIRECTORY');
const files = await writeLocalKeySet(directory, await createLocalKeySet({ lifetimeDays: 365 }));
for (const [cloud, file] of Object.entries(files.privateFiles)) await rename(file, join(directory, `opening_${cloud}.json`));
await rename(files.publicFile, join(directory, 'sealing_public.json'));
