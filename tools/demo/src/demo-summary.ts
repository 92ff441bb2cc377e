import { clouds, exact, type Cloud } from '@vitrine/contracts';
import { counts, realisableTotals, totalsText, moneyText, type ReportData } from '@vitrine/report';
import type { DemoCloudLog } from './demo-clouds.js';
import type { DemoComparison } from './estate-comparison.js';

export interface DemoResult {
  readonly report: ReportData;
  readonly comparison: DemoComparison;
  readonly log: DemoCloudLog;
  readonly seconds: number;
  readonly firstStart: boolean;
}

/**
 * The demo for machines. Amounts are decimal text in `currency`, to the cent; `exact` holds all digits. `monthlySaving` is money from
 * the bill, and sums to `total`; `listPriced` is that of resources of which the bill, and so the label, knows nothing.
 */
export function demoJson({ report, comparison, log, seconds, firstStart }: DemoResult): object {
  const [amount] = comparison.amounts;
  return {
    schemaVersion: 1,
    clouds: Object.fromEntries(clouds.map((cloud) => [cloud, ofCloud(report, cloud, comparison.compared)])),
    currency: amount?.currency ?? null,
    total: cents(amount?.found),
    label: cents(amount?.expected),
    equal: comparison.equal,
    exact: comparison.amounts,
    faults: {
      missing: comparison.missing.map(({ cloud, fault, resourceId }) => ({ cloud, fault, resourceId })),
      unexpected: comparison.unexpected.map(({ cloud, ruleId, resourceId }) => ({ cloud, ruleId, resourceId })),
    },
    receipt: {
      calls: log.requests,
      writes: log.writes.length,
      secretReads: log.secretReads.length,
      throttled: log.throttled,
      denied: log.denied,
      countedBy: report.writes.countedBy,
    },
    coverage: {
      audits: report.connections.map(({ cloud, auditState }) => ({ cloud, state: auditState })),
      blindSpots: report.connections.flatMap(({ cloud, blindSpots }) =>
        blindSpots.map(({ ruleId, reason, permission, resources }) => ({ cloud, ruleId, reason, permission, resources })),
      ),
    },
    firstStart,
    seconds: Math.round(seconds * 10) / 10,
  };
}

function ofCloud({ findings }: ReportData, cloud: Cloud, compared: ReadonlySet<string>): object {
  const standing = findings.filter((finding) => finding.cloud === cloud && counts(finding));
  const [billed] = realisableTotals(standing.filter(({ id }) => compared.has(id)));
  const [listed] = realisableTotals(standing.filter(({ id }) => !compared.has(id)));
  return {
    rulesFailing: new Set(standing.map(({ ruleId }) => ruleId)).size,
    findings: standing.length,
    monthlySaving: cents(billed?.amount),
    listPriced: cents(listed?.amount),
    currency: billed?.currency ?? listed?.currency ?? null,
  };
}

function cents(amount: string | undefined): string | null {
  return amount === undefined ? null : exact(amount).toFixed(2);
}

/** The demo for a person, as lines. */
export function demoText({ report, comparison, log, seconds }: DemoResult): string {
  const lines: string[] = ['', `Findings by cloud and rule (${seconds.toFixed(1)} s):`];
  for (const cloud of clouds) {
    const standing = report.findings.filter((finding) => finding.cloud === cloud && counts(finding));
    lines.push(`  ${cloud.padEnd(6)} ${String(standing.length).padStart(4)} findings  ${totalsText(standing)} per month`);
    for (const ruleId of [...new Set(standing.map((finding) => finding.ruleId))].sort()) {
      const ofRule = standing.filter((finding) => finding.ruleId === ruleId);
      lines.push(`         ${String(ofRule.length).padStart(4)} ${ruleId.padEnd(56)} ${totalsText(ofRule)}`);
    }
  }
  const listed = report.findings.filter((finding) => counts(finding) && !comparison.compared.has(finding.id));
  lines.push('', `Waste found: ${totalsText(report.findings)} per month, of which at list price, since no bill knows it: ${totalsText(listed)}`);
  for (const { currency, expected, found, equal } of comparison.amounts) {
    lines.push(
      `From the bill: ${moneyText(found, currency)}; the estate’s own label says ${moneyText(expected, currency)}: ${equal ? 'equal to the cent' : 'NOT EQUAL'}`,
    );
  }
  if (comparison.missing.length + comparison.unexpected.length > 0)
    lines.push(`Faults missed: ${String(comparison.missing.length)}, not in the label: ${String(comparison.unexpected.length)}`);
  const blind = report.connections.flatMap((connection) => connection.blindSpots.filter(({ permission }) => permission !== null));
  for (const { ruleId, permission } of blind) lines.push(`Blind spot: ${ruleId} could not judge; ${permission ?? ''} would show it`);
  lines.push(
    `Receipt: ${String(log.requests)} calls, ${String(log.writes.length)} writes, ${String(log.throttled)} throttled (counted by the simulated clouds)`,
  );
  return `${lines.join('\n')}\n`;
}
