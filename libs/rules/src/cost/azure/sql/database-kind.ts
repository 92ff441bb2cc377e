import type { AzureSqlDatabase } from '@vitrine/cloud-readers';
import type { Verdict } from '../../../engine/define-rule.js';

/** Databases that have no bill of their own to save on, whatever they do; null for all others. */
export function notBilledApart(database: AzureSqlDatabase): Verdict | null {
  const kind = database.kind?.toLowerCase() ?? '';
  if (database.name.toLowerCase() === 'master' || kind.includes('system')) return { verdict: 'not_applicable', because: 'the server’s own database' };
  if (database.elasticPoolId !== null) return { verdict: 'not_applicable', because: 'member of an elastic pool, which is billed as a whole' };
  if (database.secondaryType !== null)
    return { verdict: 'not_applicable', because: `replica of another database (${database.secondaryType}): idle until it is needed` };
  if (kind.includes('serverless') || /_S_/i.test(database.skuName ?? ''))
    return { verdict: 'not_applicable', because: 'serverless: pauses by itself and is billed by use' };
  if (database.status?.toLowerCase() === 'paused') return { verdict: 'not_applicable', because: 'paused: no compute is billed' };
  if (database.skuTier === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { skuTier: null } };
  return null;
}
