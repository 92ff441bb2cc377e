import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { moneyText, visible } from '@vitrine/report';
import { z } from 'zod';
import type { CliContext } from '../cli-context.js';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.js';
import type { EmbeddedInstance } from './embedded-instance.js';

const totalSchema = z.object({ currency: z.string(), billedCost: z.string() });
const uploadedSchema = z.object({
  id: z.string(),
  rows: z.number(),
  rowsRejected: z.number(),
  totals: z.array(totalSchema),
  problems: z.array(z.object({ column: z.string(), code: z.string(), kept: z.boolean(), rows: z.number(), firstRows: z.array(z.number()) })),
});
const summarySchema = z.object({ groups: z.array(totalSchema.extend({ key: z.string().nullable() })) });
const SERVICES_SHOWN = 20;

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
    const uploaded = await http.json('POST', `/v1/costs/focus-uploads?name=${encodeURIComponent(basename(path))}`, uploadedSchema, {
      raw: { content, mediaType: 'text/csv; charset=utf-8' },
    });
    for (const { currency, billedCost } of uploaded.totals) context.out(`Billed: ${billedCost} ${currency} in ${String(uploaded.rows)} rows\n`);
    const { groups } = await http.json('GET', `/v1/costs/summary?groupBy=service&sourceId=${uploaded.id}`, summarySchema);
    for (const { key, billedCost, currency } of groups.slice(0, SERVICES_SHOWN))
      context.out(`  ${visible(key ?? 'no service named').padEnd(48)} ${moneyText(billedCost, currency)}\n`);
    for (const { column, code, kept, rows, firstRows } of uploaded.problems) {
      const where = firstRows.length === 0 ? '' : `, first in rows ${firstRows.join(', ')}`;
      context.out(`${visible(column)}: ${code} in ${String(rows)} rows${where}${kept ? '' : '; not taken, since their amount is not known'}\n`);
    }
    context.err(
      `${String(uploaded.rowsRejected)} rows could not be taken. No rule can run from a bill alone: connect the account (--aws-profile, --azure, --gcp) and these rows price what is found.\n`,
    );
    return exitCodes.ok;
  } finally {
    await instance.stop();
  }
}
