import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { credentialContextSchema, credentialSchema } from '@vitrine/crypto-envelope';
import { z } from 'zod';
import { faultOf } from './fixtures/refusal.js';
import { keyProviderOf } from './local-key-provider.js';
import { openCredential } from './open-credential.js';
import { openingKeySetSchema } from './opening-key-set.js';

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8'));
const vectorSchema = z.object({ name: z.string(), row: credentialContextSchema, sealed: z.string() });
const valid = z.object({ vectors: z.array(vectorSchema.extend({ credential: credentialSchema })) }).parse(read('valid.json')).vectors;
const hostile = z.object({ vectors: z.array(vectorSchema.extend({ fault: z.string() })) }).parse(read('hostile.json')).vectors;

const unwrapper = keyProviderOf(z.object({ privateJwks: openingKeySetSchema }).parse(read('test-only-keys.json')).privateJwks);
const rowOf = ({ row, sealed }: z.infer<typeof vectorSchema>): typeof row & { sealed: Uint8Array } => ({ ...row, sealed: Buffer.from(sealed) });

describe('committed vectors, sealed by @vitrine/crypto-seal', () => {
  it('are ten valid and twenty hostile ones', () => {
    expect([valid.length, hostile.length]).toEqual([10, 20]);
  });

  it.each(valid)('$name opens in its row, so that envelopes sealed yesterday open tomorrow', async (vector) => {
    const secret = await openCredential(rowOf(vector), unwrapper);
    expect(await secret.use((_bytes, parse) => parse())).toEqual(vector.credential);
  });

  it.each(hostile)('$name: does not open, and the trail says where it stopped', async (vector) => {
    expect(await faultOf(rowOf(vector), unwrapper)).toBe(vector.fault);
  });
});
