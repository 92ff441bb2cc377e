import type { Finding } from '@vitrine/contracts';
import { bySeverityThenSaving, moneyText, realisableTotals, totalsText, visible } from '@vitrine/report';

export type FindingsFormat = 'table' | 'json';

/** Findings as a person reads them in a terminal; names cannot steer it (`visible`). */
export function findingsTable(findings: readonly Finding[]): string {
  const faults = findings.filter(({ verdict }) => verdict === 'fail').sort(bySeverityThenSaving);
  if (faults.length === 0) return 'No findings.\n';
  const rows = [
    ['SEVERITY', 'SAVING/MONTH', 'RULE', 'RESOURCE', 'WHERE', 'STATUS'],
    ...faults.map(({ severity, saving, ruleId, resourceId, accountId, region, status, superseded, provisional }) => [
      severity,
      moneyText(saving.savingRealisableMonthly, saving.currency),
      ruleId,
      resourceId,
      [accountId, region].filter((part) => part !== null).join(' '),
      superseded ? 'superseded' : provisional ? 'provisional' : status,
    ]),
  ].map((row) => row.map((cell) => visible(cell).replaceAll(/[\n\t]/g, ' ')));
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n${String(faults.length)} findings, ${totalsText(findings)} per month\n`;
}

export function findingsJson(findings: readonly Finding[], further: object = {}): string {
  return `${JSON.stringify({ schemaVersion: 1, ...further, totals: realisableTotals(findings), findings }, null, 2)}\n`;
}
