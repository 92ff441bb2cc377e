import type { JobId } from '@vitrine/contracts';
import { scopesOf, scopeText, type AnyReader, type Estate, type Scope } from '@vitrine/cloud-readers';
import { lookupsOf, readersOf, type ErasedRule } from './audit-catalogue.js';

/** What a cursor does with its items: judge them, store the keys that others look up, or both. */
export type CursorPass = 'all' | 'keys' | 'rules';

export interface PlannedCursor {
  readonly id: JobId;
  readonly reader: AnyReader;
  readonly scope: Scope;
  readonly pass: CursorPass;
  readonly waitsFor: readonly JobId[];
}

/** Which readers a reader's rules look up. */
type Edges = ReadonlyMap<string, ReadonlySet<string>>;

function edgesOf(rules: readonly ErasedRule[]): Edges {
  const edges = new Map<string, Set<string>>();
  for (const rule of rules) {
    const from = edges.get(rule.needs.item.id) ?? new Set<string>();
    for (const lookup of lookupsOf(rule)) from.add(lookup.reader.id);
    edges.set(rule.needs.item.id, from);
  }
  return edges;
}

function reaches(edges: Edges, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [...(edges.get(from) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === to) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(edges.get(next) ?? []));
  }
  return false;
}

/** Regional resources refer to their own region; everything else may refer across accounts (a snapshot of another subscription's disk). */
function concerns(judging: PlannedCursor, keys: PlannedCursor): boolean {
  const regional = judging.reader.scope === 'aws.region' && keys.reader.scope === 'aws.region';
  return !regional || scopeText(judging.scope) === scopeText(keys.scope);
}

/**
 * One cursor per reader and scope, each waiting for those whose keys its rules look up. Readers that look one another up (or themselves)
 * are read twice, keys first, because waiting in a circle would never end.
 */
export function planCursors(input: { readonly rules: readonly ErasedRule[]; readonly estate: Estate; newJobId(): JobId }): PlannedCursor[] {
  const edges = edgesOf(input.rules);
  const cursors: PlannedCursor[] = [];
  for (const reader of readersOf(input.rules).values()) {
    const passes: CursorPass[] = reaches(edges, reader.id, reader.id) ? ['keys', 'rules'] : ['all'];
    for (const scope of scopesOf(reader.scope, input.estate)) {
      for (const pass of passes) cursors.push({ id: input.newJobId(), reader, scope, pass, waitsFor: [] });
    }
  }
  return cursors.map((cursor) => {
    if (cursor.pass === 'keys') return cursor;
    const wanted = edges.get(cursor.reader.id) ?? new Set<string>();
    const waitsFor = cursors.filter((other) => other.pass !== 'rules' && wanted.has(other.reader.id) && concerns(cursor, other)).map((other) => other.id);
    return { ...cursor, waitsFor };
  });
}
