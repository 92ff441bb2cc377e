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
const opportunitiesSchema = z.object({
  items: z.array(
    z.object({
      title: z.string(),
      verdict: z.enum(['fail', 'undetermined']),
      reason: z.string().nullable(),
      resourceKey: z.string(),
      currency: z.string(),
      costNowMonthly: z.string().nullable(),
      savingRealisableMonthly: z.string().nullable(),
      evidence: z.object({ formula: z.string() }),
    }),
  ),
  totals: z.array(z.object({ currency: z.string(), savingGrossMonthly: z.string(), savingRealisableMonthly: z.string(), things: z.number() })),
  undetermined: z.number(),
  truncated: z.boolean(),
  rulesRun: z.array(z.object({ title: z.string() })),
});
const SERVICES_SHOWN = 20;

/** Loads a bill before any access is given: its sums exactly, its dirty rows by name, and what it shows by itself. */
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
    // Whatever it is, gzip and Parquet as well: the server tells by its first bytes.
    const uploaded = await http.json('POST', `/v1/costs/export-uploads?name=${encodeURIComponent(basename(path))}`, uploadedSchema, {
      raw: { content, mediaType: 'application/octet-stream' },
    });
    for (const { currency, billedCost } of uploaded.totals) context.out(`Billed: ${billedCost} ${currency} in ${String(uploaded.rows)} rows\n`);
    const { groups } = await http.json('GET', `/v1/costs/summary?groupBy=service&sourceId=${uploaded.id}`, summarySchema);
    for (const { key, billedCost, currency } of groups.slice(0, SERVICES_SHOWN))
      context.out(`  ${visible(key ?? 'no service named').padEnd(48)} ${moneyText(billedCost, currency)}\n`);
    for (const { column, code, kept, rows, firstRows } of uploaded.problems) {
      const where = firstRows.length === 0 ? '' : `, first in rows ${firstRows.join(', ')}`;
      context.out(`${visible(column)}: ${code} in ${String(rows)} rows${where}${kept ? '' : '; not taken, since their amount is not known'}\n`);
    }
    context.err(`${String(uploaded.rowsRejected)} rows could not be taken.\n`);
    await showOpportunities(context, instance);
    return exitCodes.ok;
  } finally {
    await instance.stop();
  }
}

/** What the bill alone shows; the rest needs a look at the resources. */
async function showOpportunities(context: CliContext, { client }: EmbeddedInstance): Promise<void> {
  const { items, totals, undetermined, truncated, rulesRun } = await client.http.json('GET', '/v1/costs/opportunities?limit=50', opportunitiesSchema);
  context.out(
    `\nOpportunities that the bill alone shows (${String(rulesRun.length)} rules: ${rulesRun.map(({ title }) => title.toLowerCase()).join('; ')}):\n`,
  );
  const found = items.filter(({ verdict }) => verdict === 'fail');
  for (const { title, resourceKey, currency, costNowMonthly, savingRealisableMonthly, evidence } of found) {
    const money = `${moneyText(savingRealisableMonthly, currency)} of ${moneyText(costNowMonthly, currency)} a month`;
    context.out(`  ${title}: ${visible(resourceKey)}\n    ${money}; ${visible(evidence.formula)}\n`);
  }
  if (found.length === 0) context.out('  none\n');
  if (truncated) context.out('  … and more: GET /v1/costs/opportunities\n');
  for (const { currency, savingGrossMonthly, savingRealisableMonthly, things } of totals)
    context.out(
      `Realisable: ${moneyText(savingRealisableMonthly, currency)} a month (gross ${moneyText(savingGrossMonthly, currency)}) on ${String(things)} things\n`,
    );
  if (undetermined > 0)
    context.out(
      `${String(undetermined)} things could not be judged: the bill is too short, gives their bytes to no resource, or does not say how they were priced.\n`,
    );
  context.err('Connect the account (--aws-profile, --azure, --gcp) for the whole catalogue; these rows then price what is found.\n');
}
