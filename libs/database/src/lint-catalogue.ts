import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { withClient, type ConnectOptions } from './client.js';

/** One query over the system catalogue: every row that it returns is a fault. */
export interface CatalogueLint {
  readonly name: string;
  /** The first comment of its file: what a fault would mean. */
  readonly why: string;
  readonly sql: string;
}

export interface CatalogueFault {
  readonly lint: string;
  readonly why: string;
  /** The table, function or role. */
  readonly fault: string;
}

const lintsFolder = new URL('../lints/', import.meta.url);
const faultsSchema = z.array(z.object({ fault: z.string() }));

export function readLints(): CatalogueLint[] {
  return readdirSync(fileURLToPath(lintsFolder))
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const sql = readFileSync(new URL(file, lintsFolder), 'utf8');
      return { name: basename(file, '.sql'), why: (sql.split('\n', 1)[0] ?? '').replace(/^-- /, ''), sql };
    });
}

/**
 * Looks for mistakes that no test of behaviour would see before somebody uses them: a bare table, a view of its owner's,
 * a grant too many. An empty answer means that the catalogue is as `reference/security.md` §4 wants it.
 *
 * @param connect anybody who may read the catalogue; no row of a tenant is read
 */
export async function lintCatalogue(connect: ConnectOptions): Promise<CatalogueFault[]> {
  return await withClient({ applicationName: 'vitrine-lint', ...connect }, async (client) => {
    const faults: CatalogueFault[] = [];
    for (const { name, why, sql } of readLints()) {
      const { rows } = await client.query(sql);
      faults.push(...faultsSchema.parse(rows).map(({ fault }) => ({ lint: name, why, fault })));
    }
    return faults;
  });
}
