import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { credentialContextSchema } from '@vitrine/crypto-envelope';
import { keyProviderOf, parseOpeningKeySet } from '@vitrine/crypto-open';
import { z } from 'zod';
import type { Proof } from '../proof.js';
import { openerOf } from './opener-under-attack.js';

const folder = join(import.meta.dirname, '../../../libs/crypto/vectors');
const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder, name), 'utf8'));
const vectorSchema = z.object({ name: z.string(), row: credentialContextSchema, sealed: z.string(), fault: z.string().optional() });
const fileSchema = z.object({ vectors: z.array(vectorSchema) });

export const proof: Proof = {
  attack: 'our 30 committed vectors: 10 valid ones of every kind, 20 hostile ones',
  expected: '10 of 10 valid opened, 0 of 20 hostile opened, each stopped at the step named beside it',
  pace: 'quick',
  mutation: { removes: 'the comparison with the row (an opener that believes the envelope)' },
  async attempt(attempt) {
    const valid = fileSchema.parse(await read('valid.json')).vectors;
    const hostile = fileSchema.parse(await read('hostile.json')).vectors;
    const { privateJwks } = z.object({ privateJwks: z.unknown() }).parse(await read('test-only-keys.json'));
    const open = openerOf(attempt, keyProviderOf(parseOpeningKeySet(privateJwks)));
    let opened = 0;
    for (const { row, sealed } of valid) if ((await open({ ...row, sealed: Buffer.from(sealed) })) === 'opened') opened += 1;
    let hostileOpened = 0;
    let asNamed = 0;
    for (const { row, sealed, fault } of hostile) {
      const outcome = await open({ ...row, sealed: Buffer.from(sealed) });
      if (outcome === 'opened') hostileOpened += 1;
      if (outcome === fault) asNamed += 1;
    }
    return {
      held: valid.length === 10 && opened === 10 && hostile.length === 20 && hostileOpened === 0 && asNamed === 20,
      seen: `${String(opened)} of ${String(valid.length)} valid opened; ${String(hostileOpened)} of ${String(hostile.length)} hostile opened, ${String(asNamed)} stopped as named`,
    };
  },
};
