import type { BenchOptions, BenchRow } from './bench-row.js';
import { fencedPages } from './fenced-pages.js';
import { prepareDatabase } from './prepared-database.js';
import { sealAndOpen } from './seal-and-open.js';
import { signedSetting } from './signed-setting.js';
import { tenantTransaction } from './tenant-transaction.js';
import { Undo } from './undo.js';

/** What the promises cost where they are kept: sealing, row-level security, fences. */
export async function run({ say }: BenchOptions): Promise<BenchRow[]> {
  const rows = await sealAndOpen();
  say('primitives: seal and open measured');
  const undo = new Undo();
  try {
    const prepared = await prepareDatabase(undo);
    rows.push(await tenantTransaction(prepared));
    say('primitives: tenant transaction measured');
    rows.push(await signedSetting(prepared, undo));
    say('primitives: signed setting measured');
    rows.push(await fencedPages(prepared));
    return rows;
  } finally {
    await undo.run();
  }
}
