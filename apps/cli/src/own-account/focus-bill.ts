import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { moneyText, visible } from '@vitrine/report';
import { z } from 'zod';
import type { CliContext } from '../cli-context.js';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.js';
import type { EmbeddedInstance } from './embedded-instance.js';

const uploadedSchema = z.object({
  rows: z.number(),
  rowsRejected: z.number(),
  totals: z.array(z.object({ currency: z.string(), billedCost: z.string() })),
  problems: z.array(z.object({ rowNo: z.number(), columnName: z.string(), code: z.string(), kept: z.boolean(), occurrences: z.number() })).default([]),
});

/** Loads a bill before any access is given: its sums exactly, its dirty rows by name. */
export async function readOwnBill(context: CliContext, start: () => Promise<EmbeddedInstance>, file: string): Promise<ExitCode> {
  const path = resolve(context.workingFolder, file);
  const size = await stat(path).then(
    (found) => found.size,
    () => null,
  );
  if (size === null) throw new UsageError(`${file} cannot be read`);
  const instance = await start();
  try {
    const { http } = instance.client;
    // A stream: a bill may be larger than memory.
    const content = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>; // Node's two stream types differ in name only
    const uploaded = await http.json('POST', `/v1/costs/focus-uploads?name=${encodeURIComponent(basename(path))}`, uploadedSchema, { raw: { content, mediaType: 'text/csv; charset=utf-8' } });
    for (const { currency, billedCost } of uploaded.totals) context.out(`Billed: ${billedCost} ${currency} (${moneyText(billedCost, currency)}) in ${String(uploaded.rows)} rows\n`);
    for (const { rowNo, columnName, code, kept, occurrences } of uploaded.problems) context.out(`${rowNo === 0 ? `${String(occurrences)} rows` : `row ${String(rowNo)}`}, ${visible(columnName)}: ${code}${kept ? '' : ', not taken'}\n`);
    context.err(`${String(uploaded.rowsRejected)} rows could not be taken. No rule can run from a bill alone: connect the account (--aws-profile, --azure, --gcp) and its rows price what is found.\n`);
    return exitCodes.ok;
  } finally {
    await instance.stop();
  }
}
