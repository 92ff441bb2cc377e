import { stringify } from 'csv-stringify/sync';
import type { FullFinding } from './finding.schemas.js';

/** Pages of findings in, text out; memory is one page. */
export type FindingPages = AsyncIterable<readonly FullFinding[]>;

const columns: readonly (readonly [string, (finding: FullFinding) => string | null])[] = [
  ['id', ({ id }) => id],
  ['cloud', ({ cloud }) => cloud],
  ['account_id', ({ accountId }) => accountId],
  ['region', ({ region }) => region],
  ['resource_type', ({ resourceType }) => resourceType],
  ['resource_id', ({ resourceId }) => resourceId],
  ['resource_name', ({ resourceName }) => resourceName],
  ['rule_id', ({ ruleId }) => ruleId],
  ['title', ({ title }) => title],
  ['verdict', ({ verdict }) => verdict],
  ['reason', ({ reason }) => reason],
  ['missing_permission', ({ missingPermission }) => missingPermission],
  ['status', ({ status }) => status],
  ['status_reason', ({ statusReason }) => statusReason],
  ['waived_until', ({ waivedUntil }) => waivedUntil],
  ['waiver_owner_id', ({ waiverOwnerId }) => waiverOwnerId],
  ['assignee_id', ({ assigneeId }) => assigneeId],
  ['realised_monthly', ({ realised }) => realised?.monthly ?? null],
  ['severity', ({ severity }) => severity],
  ['confidence', ({ confidence }) => confidence],
  ['effort', ({ effort }) => effort],
  ['currency', ({ saving }) => saving.currency],
  ['cost_now_monthly', ({ saving }) => saving.costNowMonthly],
  ['saving_gross_monthly', ({ saving }) => saving.savingGrossMonthly],
  ['saving_realisable_monthly', ({ saving }) => saving.savingRealisableMonthly],
  ['saving_method', ({ saving }) => saving.method],
  ['provisional', ({ provisional }) => String(provisional)],
  ['superseded', ({ superseded }) => String(superseded)],
  ['verify', ({ verify }) => verify],
  ['first_seen_at', ({ firstSeenAt }) => firstSeenAt],
  ['last_seen_at', ({ lastSeenAt }) => lastSeenAt],
  ['connection_id', ({ connectionId }) => connectionId],
  ['audit_id', ({ auditId }) => auditId],
];

/** RFC 4180 with a header line. An unknown amount is an empty cell, never 0. */
export async function* csvExport(pages: FindingPages): AsyncGenerator<string> {
  yield lines([columns.map(([name]) => name)]);
  for await (const page of pages) yield lines(page.map((finding) => columns.map(([, cell]) => cell(finding))));
}

/** Attack: a resource named `=HYPERLINK(…)` runs in whoever's spreadsheet opens the file. Such cells begin with a quotation mark there. */
function lines(rows: readonly (readonly (string | null)[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true, record_delimiter: '\r\n' },
  );
}

export async function* jsonExport(pages: FindingPages): AsyncGenerator<string> {
  let between = '{"items":[\n';
  for await (const page of pages) {
    let text = '';
    for (const finding of page) {
      text += between + JSON.stringify(finding);
      between = ',\n';
    }
    yield text;
  }
  yield between === ',\n' ? '\n]}\n' : `${between}]}\n`;
}
