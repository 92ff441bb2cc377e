// An epoch's steps over the files of deploy/make-secrets.sh, see docs/operations.md: prepare, publish, promote, destroy. `jwk` is for a key at a service.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { destroyRetiredKeys, prepareEpoch, promoteEpoch, publishEpoch, sealingKeyOfPem } from '@vitrine/crypto-open';

const usage = `usage: sealing-keys.mjs prepare DIRECTORY [--days 30] | publish DIRECTORY | promote DIRECTORY | destroy DIRECTORY
       sealing-keys.mjs jwk PEM_FILE CLOUD current|next [--days 30]   (prints the public JWK of a key that a service made)`;
const [command, target, cloud, status] = process.argv.slice(2);
const days = Number(process.argv[process.argv.indexOf('--days') + 1]);
const lifetimeDays = process.argv.includes('--days') ? days : 30;
const say = (text) => process.stdout.write(`${text}\n`);
if (target === undefined || !(lifetimeDays >= 1 && lifetimeDays <= 400)) fail(usage);
const files = {
  privateFiles: Object.fromEntries(['aws', 'azure', 'gcp'].map((each) => [each, join(target, `opening_${each}.json`)])),
  publicFile: join(target, 'sealing_public.json'),
};

try {
  switch (command) {
    case 'prepare':
      await prepareEpoch(files, { now: new Date(), lifetimeDays });
      say('prepared. Start the workers and re-sealers again, then: publish');
      break;
    case 'publish':
      await publishEpoch(files);
      say('published as next. Start the API again, then (any time later): promote');
      break;
    case 'promote':
      await promoteEpoch(files);
      say('promoted. Start the API and the re-sealers again; destroy when vitrine_reseal_waiting is 0 and the old epoch ended 35 days ago');
      break;
    case 'destroy':
      say(
        `destroyed ${(await destroyRetiredKeys(files)).join(', ') || 'nothing'}. Start the workers and re-sealers again; destroy your copies of the old files too`,
      );
      break;
    case 'jwk': {
      const notBefore = new Date();
      const expires = new Date(notBefore.getTime() + lifetimeDays * 86_400_000);
      say(JSON.stringify(sealingKeyOfPem(readFileSync(target, 'utf8'), { cloud, status, notBefore, expires }), null, 2));
      break;
    }
    default:
      fail(usage);
  }
} catch (error) {
  fail(error instanceof Error && error.name === 'OpeningKeyError' ? error.message : `could not be done: ${error.code ?? error.name}`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
