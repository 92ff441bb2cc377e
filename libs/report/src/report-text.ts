import { counts, bySeverityThenSaving, moneyText, realisableTotals, totalsText } from './amounts.js';
import { visible } from './markup.js';
import { cloudNames, reasonTexts, titleOf } from './names.js';
import type { ReportData } from './report-data.js';

/** The same three parts for a pull request or a ticket. */
export function reportMarkdown(data: ReportData): string {
  const faults = data.findings.filter(({ verdict }) => verdict === 'fail').sort(bySeverityThenSaving);
  const lines = [
    `# ${cell(data.title)}`,
    '',
    ...data.notes.map(cell),
    `Realisable saving per month: **${totalsText(data.findings)}** in ${String(faults.filter(counts).length)} findings. Made at ${cell(data.generatedAt)}.`,
    '',
    '## 1. The list',
    '',
    table(
      ['Severity', 'Rule', 'Resource', 'Where', 'Saving per month', 'Verify'],
      faults.map((finding) => [
        finding.severity,
        titleOf(finding.ruleId, data.rules),
        finding.resourceName === null ? finding.resourceId : `${finding.resourceName} (${finding.resourceId})`,
        `${cloudNames[finding.cloud]} ${finding.accountId} ${finding.region ?? ''}`,
        moneyText(finding.saving.savingRealisableMonthly, finding.saving.currency),
        finding.verify,
      ]),
    ),
    '',
    '## 2. The blind spots',
    '',
    table(
      ['Rule', 'Connection', 'Why', 'Would be shown by'],
      data.connections.flatMap(({ name, blindSpots }) =>
        blindSpots.map((spot) => [titleOf(spot.ruleId, data.rules), name, reasonTexts[spot.reason], spot.permission ?? '—']),
      ),
    ),
    '',
    '## 3. The receipt',
    '',
    `Writes: ${String(data.writes.count)}`,
    '',
    table(
      ['Connection', 'Operation', 'Calls', 'Denied', 'Throttled'],
      data.connections.flatMap(({ name, calls }) =>
        calls.map((each) => [name, each.operation, String(each.calls), String(each.denied), String(each.throttled)]),
      ),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.';
  return [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Attack: a name that is Markdown or HTML. Everything that either reads becomes a character reference. */
function cell(text: string): string {
  return visible(text)
    .replaceAll(/[&<>|`*_[\]()!#~\\@]/g, (character) => `&#${String(character.codePointAt(0))};`)
    .replaceAll(/\s*\n\s*/g, ' ');
}

/** The whole of it for programs: exact amounts, `schemaVersion` 1. */
export function reportJson(data: ReportData): string {
  return `${JSON.stringify({ schemaVersion: 1, totals: realisableTotals(data.findings), ...data }, null, 2)}\n`;
}

const COLUMNS = [
  'cloud',
  'account',
  'region',
  'rule',
  'severity',
  'status',
  'resourceId',
  'resourceName',
  'resourceType',
  'savingRealisableMonthly',
  'savingGrossMonthly',
  'currency',
  'method',
  'verify',
  'firstSeenAt',
  'superseded',
] as const;

/** One line per finding, RFC 4180. Exact amounts; an unknown amount is an empty cell, never 0. */
export function reportCsv(data: ReportData): string {
  const rows = data.findings
    .filter(({ verdict }) => verdict === 'fail')
    .sort(bySeverityThenSaving)
    .map((finding) => [
      finding.cloud,
      finding.accountId,
      finding.region ?? '',
      finding.ruleId,
      finding.severity,
      finding.status,
      finding.resourceId,
      finding.resourceName ?? '',
      finding.resourceType,
      finding.saving.savingRealisableMonthly ?? '',
      finding.saving.savingGrossMonthly ?? '',
      finding.saving.currency ?? '',
      finding.saving.method ?? '',
      finding.verify,
      finding.firstSeenAt,
      String(finding.superseded),
    ]);
  return [COLUMNS, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** Attack: `=cmd()` as a resource name runs when a spreadsheet opens the file. A leading apostrophe makes it text. */
function csvCell(text: string): string {
  const inert = /^[=+\-@\t\r\n]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
