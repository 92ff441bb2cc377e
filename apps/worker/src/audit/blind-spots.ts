import type { AnyReader, PassedOver } from '@vitrine/cloud-readers';
import type { UndeterminedReason } from '@vitrine/contracts';
import { countVerdict, emptyPage, type BlindSpot, type CallCounts, type PageRecord, type Tallies } from '../jobs/page-record.js';
import type { ErasedRule, NamedLookup } from './audit-catalogue.js';
import type { LookupState } from './lookup-readings.js';

/** Every rule of a reader that could not look: counted once as undetermined, and named with what would let it. */
export function blindPage(
  rules: readonly ErasedRule[],
  gap: { readonly operation: string; readonly permission: string; readonly reason: UndeterminedReason },
  calls: CallCounts,
): PageRecord {
  const tallies: Tallies = {};
  for (const rule of rules) countVerdict(tallies, rule.id, 'undetermined', gap.reason);
  return { ...emptyPage, tallies, calls, blindSpots: rules.map((rule) => ({ ruleId: rule.id, ...gap })) };
}

/** Rules whose look-ups an earlier job was not allowed, or failed, to read; told on the cursor's first page. */
export function lookupBlindSpots(
  lookups: readonly NamedLookup[],
  states: ReadonlyMap<string, LookupState>,
  permissionOf: (operation: string) => string,
): BlindSpot[] {
  return lookups.flatMap((lookup): BlindSpot[] => {
    const state = states.get(lookup.id);
    if (state === undefined || state.state === 'read') return [];
    if (state.state === 'denied') return [{ ruleId: lookup.ruleId, operation: state.operation, permission: state.permission, reason: 'look_up_denied' }];
    const [operation] = lookup.reader.operations;
    return [{ ruleId: lookup.ruleId, operation, permission: permissionOf(operation), reason: 'unavailable' }];
  });
}

/** Items that did not parse: each rule of the reader knows that it has not seen all. */
export function countRejected(
  tallies: Tallies,
  rules: readonly ErasedRule[],
  reader: AnyReader,
  rejected: number,
  permissionOf: (operation: string) => string,
): BlindSpot[] {
  if (rejected === 0) return [];
  const [operation] = reader.operations;
  for (const rule of rules) for (let n = 0; n < rejected; n += 1) countVerdict(tallies, rule.id, 'undetermined', 'unparsable');
  return rules.map((rule) => ({ ruleId: rule.id, operation, permission: permissionOf(operation), reason: 'unparsable' as const }));
}

/** One resource that may not be looked at: each rule of the reader says so by its name, and what would show it. */
export function passedOverSpots(tallies: Tallies, rules: readonly ErasedRule[], over: PassedOver | undefined): BlindSpot[] {
  if (over === undefined) return [];
  for (const rule of rules) countVerdict(tallies, rule.id, 'undetermined', 'no_permission');
  return rules.map((rule) => ({ ruleId: rule.id, ...over, reason: 'no_permission' }));
}
