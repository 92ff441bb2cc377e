import type { AnyReader, Json, ResourceIdentity, Scope } from '@vitrine/cloud-readers';
import { scopeText } from '@vitrine/cloud-readers';
import type { UndeterminedReason } from '@vitrine/contracts';
import { draftFinding, fingerprintOf, organizationExclusion, screenItem, type FinalVerdict, type FindingDraft, type TagRule } from '@vitrine/rules';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { itemJson, sha256Hex, shortHash, textHash } from '../jobs/hash-text.js';
import { countVerdict, type Tallies } from '../jobs/page-record.js';
import type { ResourceRow } from '../jobs/write-resources.js';
import type { ErasedRule, NamedLookup } from './audit-catalogue.js';
import { lookupsOf } from './audit-catalogue.js';
import { readingOf, type LookupState, type StoredReading } from './lookup-readings.js';

/** A draft and the rule it came from; the rule's family decides whether it has money. */
export interface JudgedFinding {
  readonly rule: ErasedRule;
  readonly draft: FindingDraft;
}

export interface JudgedCandidate {
  readonly itemNo: number;
  readonly item: unknown;
  readonly rules: readonly string[];
  readonly lookups: Readonly<Record<string, Readonly<Record<string, StoredReading>>>>;
}

/** What a page's items came to. Sums and short hashes only stay when the page is done. */
export interface JudgedPage {
  /** Who the items are, in their order. */
  readonly identities: readonly ResourceIdentity[];
  readonly findings: readonly JudgedFinding[];
  readonly candidates: readonly JudgedCandidate[];
  readonly seen: readonly string[];
  readonly standing: readonly string[];
  /** Fingerprints that a tag rule of the organization left out: excluded, not gone. */
  readonly excluded: readonly string[];
  readonly tallies: Tallies;
  /** Seconds by rule id. */
  readonly spent: ReadonlyMap<string, number>;
}

export interface JudgeContext {
  readonly job: Pick<ClaimedJob, 'connectionId'>;
  readonly reader: AnyReader;
  readonly scope: Scope;
  readonly rules: readonly ErasedRule[];
  /** Resolved numbers by rule id. */
  readonly settings: ReadonlyMap<string, Readonly<Record<string, number>>>;
  readonly at: Date;
  readonly excludeTags: readonly TagRule[];
  readonly lookupStates: ReadonlyMap<string, LookupState>;
  /** By look-up id, the keys found among those that the page asks for. */
  readonly keys: ReadonlyMap<string, ReadonlyMap<string, Json | null>>;
}

/** Reasons about the one resource, on which a person can act; the others are told once per rule, as blind spots or counts. */
const worthARow: ReadonlySet<UndeterminedReason> = new Set(['no_metrics', 'not_enrolled', 'no_price', 'unparsable']);

/** True where the verdict becomes a row of its own. */
export function becomesFinding(verdict: FinalVerdict): boolean {
  return verdict.verdict === 'fail' || (verdict.verdict === 'undetermined' && worthARow.has(verdict.reason));
}

/** Which stored keys the rules will ask for on these items, by look-up id. */
export function askedKeys(rules: readonly ErasedRule[], items: readonly unknown[]): Map<string, readonly string[]> {
  return new Map(rules.flatMap((rule) => lookupsOf(rule)).map((lookup) => [lookup.id, items.flatMap((item) => lookup.ask(item))]));
}

/** Judges one page of items. Pure, apart from a stop-watch: no time of day, no database, no cloud. */
export function judgePage(context: JudgeContext, items: readonly unknown[]): JudgedPage {
  const page = {
    identities: items.map((item) => context.reader.identify(item, context.scope)),
    findings: [] as JudgedFinding[],
    candidates: [] as JudgedCandidate[],
    seen: [] as string[],
    standing: [] as string[],
    excluded: [] as string[],
    tallies: {} as Tallies,
    spent: new Map<string, number>(),
  };
  const lookups = new Map(context.rules.map((rule) => [rule.id, lookupsOf(rule)]));
  page.identities.forEach((identity, itemNo) => {
    const item = items[itemNo];
    page.seen.push(shortHash(sha256Hex(identity.canonicalId)));
    const leftOut = organizationExclusion(identity, context.excludeTags) !== null;
    const waiting: { rule: string; stored: Readonly<Record<string, StoredReading>> }[] = [];
    for (const rule of context.rules) {
      const asked = lookups.get(rule.id) ?? [];
      const stored = asked.length === 0 ? none : storedReadings(context, asked, item);
      const readings = asked.length === 0 ? none : Object.fromEntries(Object.entries(stored).map(([name, reading]) => [name, readingOf(reading)]));
      if (leftOut && rule.family === 'cost') page.excluded.push(markOf(rule, identity, context.job.connectionId));
      const begun = performance.now();
      const verdict = screenItem(rule, item, identity, {
        lookups: readings,
        at: context.at,
        settings: context.settings.get(rule.id) ?? rule.defaults,
        organizationExclusions: context.excludeTags,
      });
      addSpent(page.spent, rule.id, begun);
      if (verdict === 'candidate') waiting.push({ rule: rule.id, stored });
      else recordVerdict(page, rule, verdict, identity, context.job.connectionId);
    }
    if (waiting.length > 0)
      page.candidates.push({
        itemNo,
        item,
        rules: waiting.map((each) => each.rule),
        lookups: Object.fromEntries(waiting.map((each) => [each.rule, each.stored])),
      });
  });
  return page;
}

/** Most rules look nothing up, and ask that of each item. */
const none: Readonly<Record<string, never>> = Object.freeze({});

/** Adds what a rule took since `begun` (`performance.now`). */
export function addSpent(spent: Map<string, number>, ruleId: string, begun: number): void {
  spent.set(ruleId, (spent.get(ruleId) ?? 0) + (performance.now() - begun) / 1_000);
}

/** Where a verdict is counted, and where it leaves its mark for finalize: whatever is not judged clean still stands. */
export function recordVerdict(
  page: { readonly findings: JudgedFinding[]; readonly standing: string[]; readonly tallies: Tallies },
  rule: ErasedRule,
  verdict: FinalVerdict,
  identity: ResourceIdentity,
  connectionId: string,
): void {
  countVerdict(page.tallies, rule.id, verdict.verdict, verdict.verdict === 'undetermined' ? verdict.reason : null);
  if (verdict.verdict !== 'fail' && verdict.verdict !== 'undetermined') return;
  page.standing.push(markOf(rule, identity, connectionId));
  if (!becomesFinding(verdict)) return;
  const draft = draftFinding({ rule, verdict, identity, connectionId, hash: sha256Hex });
  if (draft !== null) page.findings.push({ rule, draft });
}

function markOf(rule: ErasedRule, identity: ResourceIdentity, connectionId: string): string {
  return shortHash(fingerprintOf({ ruleId: rule.id, connectionId, canonicalId: identity.canonicalId }, sha256Hex));
}

function storedReadings(context: JudgeContext, lookups: readonly NamedLookup[], item: unknown): Record<string, StoredReading> {
  return Object.fromEntries(
    lookups.map((lookup) => {
      const state = context.lookupStates.get(lookup.id) ?? { state: 'unavailable', because: 'not-read' };
      if (state.state !== 'read') return [lookup.name, state.state === 'denied' ? { state: 'denied', permission: state.permission } : state];
      const found = context.keys.get(lookup.id) ?? new Map<string, Json | null>();
      const keys = Object.fromEntries(lookup.ask(item).flatMap((key) => (found.has(key) ? [[key, found.get(key) ?? null] as const] : [])));
      return [lookup.name, { state: 'read', keys }];
    }),
  );
}

/** One row per item, each made when it is asked for. */
export function* resourceRows(
  context: Pick<JudgeContext, 'job' | 'reader' | 'scope'>,
  items: readonly unknown[],
  identities: readonly ResourceIdentity[],
): Generator<ResourceRow, void, undefined> {
  for (const [itemNo, identity] of identities.entries()) yield resourceOf(context, items[itemNo], identity);
}

function resourceOf(context: Pick<JudgeContext, 'job' | 'reader' | 'scope'>, item: unknown, identity: ResourceIdentity): ResourceRow {
  // One text for the row and its hash: a page spends more on writing JSON than on judging.
  const fields = itemJson(item);
  return {
    connectionId: context.job.connectionId,
    canonicalId: identity.canonicalId,
    reader: context.reader.id,
    scope: scopeText(context.scope),
    resourceType: context.reader.resourceType,
    accountId: identity.accountId,
    region: identity.region,
    resourceId: identity.resourceId,
    name: identity.name,
    fields,
    contentHash: textHash(`[${fields},${JSON.stringify(identity.name)},${JSON.stringify(identity.region)}]`),
  };
}
