import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { FocusBatch } from './focus-batch.js';
import { parseFocus } from './parse-focus.js';

const header = 'BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd';
const row = '1.50,USD,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z';

async function batchesOf(text: string): Promise<FocusBatch[]> {
  const file = await parseFocus(Readable.from([Buffer.from(text)]));
  const batches: FocusBatch[] = [];
  for await (const batch of file.batches()) batches.push(batch);
  return batches;
}

describe('a file that is an attack', () => {
  it('T40: a line of empty cells is refused by their number, since they have no bytes to count', async () => {
    await expect(batchesOf(`${header}\n${','.repeat(4_000_000)}`)).rejects.toMatchObject({ code: 'focus-invalid' });
    await expect(batchesOf(`x${','.repeat(4_000_000)}`)).rejects.toMatchObject({ code: 'focus-invalid' });
  });

  it('T40: neither line breaks nor quotation marks inside a cell hide the cells beside it', async () => {
    await expect(batchesOf(`${header}\n${`${','.repeat(900)}"a\n""b",`.repeat(3)}`)).rejects.toMatchObject({ code: 'focus-invalid' });
  });

  it('commas inside a quoted cell are text', async () => {
    expect(await batchesOf(`${header},Tags\n${row},"{""a"":""${','.repeat(5_000)}""}"\n`)).toMatchObject([{ rowNos: [1], problems: [] }]);
  });

  it('columns called constructor, toString and __proto__ are unknown columns like any other', async () => {
    const [batch] = await batchesOf(`${header},constructor,toString,__proto__\n${row},x,y,z\n`);
    expect(batch?.values.get('billed_cost')).toEqual(['1.50']);
    expect([...(batch?.values.keys() ?? [])].filter((name) => !/^[a-z_]+$/.test(name))).toEqual([]);
  });
});
