import { createReadStream } from 'node:fs';
import { loadCostRows, parseFocus } from '@vitrine/billing';
import { organizationIdSchema } from '@vitrine/contracts';
import { createPool } from '@vitrine/database';
import { withOrganization } from '@vitrine/tenancy';
import { cpuSecondsOf, peakMegabytesOf } from './process-usage.js';

/** Loads one file as the API does, in a process of its own so that its memory is its own: `url organization file`. */
const [url = '', organization = '', path = ''] = process.argv.slice(2);
const pool = createPool({ url, applicationName: 'bench-ledger' });
const begun = performance.now();
const file = await parseFocus(createReadStream(path, { highWaterMark: 256 * 1024 }));
const { rows } = await withOrganization(pool, organizationIdSchema.parse(organization), async (transaction) => {
  return await loadCostRows(transaction, { kind: 'focus-upload', sourceKey: path, connectionId: null, loadedBy: 'bench' }, file);
});
const seconds = (performance.now() - begun) / 1000;
process.stdout.write(`${JSON.stringify({ rows, seconds, cpuSeconds: cpuSecondsOf(process.pid), peakMegabytes: peakMegabytesOf(process.pid) })}\n`);
await pool.end();
