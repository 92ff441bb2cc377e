// The key that signs assertions of keyless connections, for the workers, and its public half, for the API. Steps of a change: see docs/keyless.md.
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const usage = 'usage: federation-keys.mjs make DIRECTORY | next DIRECTORY | promote DIRECTORY | retire DIRECTORY';
const [command, directory] = process.argv.slice(2);
const say = (text) => process.stdout.write(`${text}\n`);
/** A file that was replaced is not seen through a mount of before: a container that reads it must be made anew, not started again. */
const recreate = (...services) => `docker compose up -d --force-recreate ${services.join(' ')}`;
const workers = ['worker-aws', 'worker-azure', 'worker-gcp'];
if (directory === undefined) fail(usage);
const files = {
  key: join(directory, 'federation_key.json'),
  next: join(directory, 'federation_key.next.json'),
  published: join(directory, 'federation_public.json'),
};

switch (command) {
  case 'make':
    if (existsSync(files.key)) fail('there is a key already; next makes another beside it');
    write(files.key, fresh());
    publish([files.key]);
    break;
  case 'next':
    if (existsSync(files.next)) fail('a next key is there already: promote it first');
    write(files.next, fresh());
    publish([files.key, files.next]);
    say(`published beside the present one, once the API reads it: ${recreate('api')}\nWait a day, for clouds keep what they fetched; then: promote`);
    break;
  case 'promote': {
    if (!existsSync(files.next)) fail('no next key is there');
    // The old public half stays published while its last assertions live: the private one is gone for good.
    const before = publicHalf(files.key);
    renameSync(files.next, files.key);
    write(files.published, { keys: [publicHalf(files.key), before] });
    say(`the workers sign with it once they are made anew: ${recreate(...workers)}\nTen minutes after the last of them: retire`);
    break;
  }
  case 'retire':
    if (existsSync(files.next)) fail('a next key is published: promote it first');
    publish([files.key]);
    say(`only the present key is published, once the API reads it: ${recreate('api')}`);
    break;
  default:
    fail(usage);
}

/** A name that tells when it was made, and that no other key has. */
function fresh() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
  const jwk = privateKey.export({ format: 'jwk' });
  return { ...jwk, use: 'sig', alg: 'RS256', kid: `${new Date().toISOString().slice(0, 10)}.${jwk.n.slice(0, 12)}` };
}

/** Member by member: a copy with the private ones left in would let the API sign in to every customer's cloud. */
function publicHalf(file) {
  const { kty, use, alg, kid, n, e } = JSON.parse(readFileSync(file, 'utf8'));
  return { kty, use, alg, kid, n, e };
}

function publish(of) {
  write(files.published, { keys: of.map(publicHalf) });
}

/** In one step, with the mode of what it replaces, so that a reader sees the old file or the new one. */
function write(file, value) {
  const partial = `${file}.new`;
  rmSync(partial, { force: true });
  writeFileSync(partial, `${JSON.stringify(value)}\n`, { mode: 0o600, flag: 'wx' });
  if (existsSync(file)) chmodSync(partial, statSync(file).mode & 0o777);
  renameSync(partial, file);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
