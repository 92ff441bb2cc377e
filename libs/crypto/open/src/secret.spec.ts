import { inspect } from 'node:util';
import { serialize } from 'node:v8';
import { describe, expect, it } from '@jest/globals';
import { writePlaintext } from '@vitrine/crypto-envelope';
import { pino } from 'pino';
import { alpha } from './fixtures/two-organizations.js';
import { Secret } from './secret.js';

const canary = 'CANARYwJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPL';
const row = { ...alpha, kind: 'aws.key' } as const;
const credential = { kind: 'aws.key', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: canary } as const;
const bytesOfCanary = (): Buffer => Buffer.from(writePlaintext(credential, row));
const aSecret = (bytes = bytesOfCanary()): Secret => new Secret(bytes, row);

describe('a secret is never printed', () => {
  const secret = aSecret();
  const nested = { connection: { credential: [secret] }, map: new Map([['secret', secret]]) };

  it.each<[string, () => string]>([
    ['a template string', () => `${secret as unknown as string}`], // the slip this guards against is what the types forbid
    ['concatenation', () => 'x' + String(secret)],
    ['JSON', () => JSON.stringify({ secret, nested })],
    ['inspect', () => inspect(nested, { depth: null, showHidden: true, getters: true })],
    ['inspect without custom printers', () => inspect(secret, { customInspect: false, showHidden: true })],
    ["an error's message and cause", () => inspect(new Error(String(secret), { cause: { secret } }))],
    ['its own members', () => JSON.stringify([Object.entries(secret), Reflect.ownKeys(secret).map(String)])],
    ['structured clone', () => serialize(secret).toString('latin1')],
    ['base64', () => inspect({ ...secret })],
  ])('by %s', (_how, print) => {
    const printed = print();
    expect(printed).not.toContain(canary);
    expect(printed).not.toContain(Buffer.from(canary).toString('base64').slice(4, 40));
    expect(printed).not.toContain(Buffer.from(canary).toString('hex').slice(0, 40));
  });

  it('but says that it is one, in each of the four ways in which a value is asked what to print', () => {
    expect(JSON.stringify({ secret })).toBe('{"secret":"[secret]"}');
    expect([String(secret), `${secret as unknown as string}`, inspect(secret), 'x' + (secret as unknown as string)]).toEqual([
      // as above
      '[secret]',
      '[secret]',
      '[secret]',
      'x[secret]',
    ]);
  });

  it('by pino, with no redaction configured', () => {
    const lines: string[] = [];
    const logger = pino({}, { write: (line: string) => lines.push(line) });
    logger.info({ secret, nested }, 'opened %s %o %j', secret, secret, secret);
    logger.child({ secret }).error(secret);
    expect(lines.join('')).toContain('[secret]');
    expect(lines.join('')).not.toContain(canary);
  });
});

describe('a secret is lent once, then gone', () => {
  it('lends the bytes and a typed reading of them, and fills the bytes with zeros afterwards', async () => {
    const bytes = bytesOfCanary();
    const seen = await aSecret(bytes).use((lent, parse) => {
      expect(lent.includes(canary)).toBe(true);
      return parse();
    });
    expect(seen).toEqual(credential);
    expect(bytes.every((byte) => byte === 0)).toBe(true);
  });

  it('stays whole until an asynchronous borrower is done', async () => {
    const bytes = bytesOfCanary();
    const reached = Promise.withResolvers<undefined>();
    const use = aSecret(bytes).use(async (lent) => {
      await reached.promise;
      return lent.includes(canary);
    });
    expect(bytes.includes(canary)).toBe(true);
    reached.resolve(undefined);
    expect(await use).toBe(true);
    expect(bytes.includes(canary)).toBe(false);
  });

  it('is wiped when the borrower throws or rejects, and its error comes through', async () => {
    for (const borrow of [
      () => {
        throw new Error('sign-in refused');
      },
      () => Promise.reject(new Error('sign-in refused')),
    ]) {
      const bytes = bytesOfCanary();
      await expect(aSecret(bytes).use(borrow)).rejects.toThrow('sign-in refused');
      expect(bytes.every((byte) => byte === 0)).toBe(true);
    }
  });

  it('cannot be used twice, nor after a wipe', async () => {
    const secret = aSecret();
    await secret.use(() => undefined);
    await expect(secret.use(() => undefined)).rejects.toThrow('used and wiped');
    const wiped = aSecret();
    wiped.wipe();
    wiped.wipe();
    await expect(wiped.use(() => undefined)).rejects.toThrow('used and wiped');
  });
});
