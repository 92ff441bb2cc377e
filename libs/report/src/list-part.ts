import type { Finding } from '@vitrine/contracts';
import { bySaving, bySeverityThenSaving, byTotal, moneyText, realisableTotals, totalsText } from './amounts.js';
import { markup, type Markup } from './markup.js';
import { cloudNames, titleOf } from './names.js';
import type { ReportData } from './report-data.js';

/** A browser lays out this many findings without pause; the rest is in the CSV and JSON forms. */
export const MOST_FINDINGS = 2_000;

/** Part one: what was found, by rule, most money first. */
export function listPart(data: ReportData): Markup {
  const faults = data.findings.filter(({ verdict }) => verdict === 'fail').sort(bySeverityThenSaving);
  const shown = faults.slice(0, MOST_FINDINGS);
  const rest = faults.length - shown.length;
  return markup`<section aria-labelledby="list"><h2 id="list">1. The list</h2>
${faults.length === 0 ? markup`<p>No fault was found in what could be judged. Read part 2 for what could not.</p>` : overview(faults, data)}
${byRule(shown).map(([ruleId, findings]) => ruleSection(ruleId, findings, data))}
${rest > 0 ? markup`<p class="warn">${rest} more findings are not shown here: write the report again as CSV or JSON.</p>` : null}
</section>`;
}

function byRule(findings: readonly Finding[]): [string, Finding[]][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(finding.ruleId, [...(groups.get(finding.ruleId) ?? []), finding]);
  return [...groups];
}

function overview(faults: readonly Finding[], { rules }: ReportData): Markup {
  const groups = byRule([...faults].sort(bySaving)).map(([ruleId, findings]) => ({ ruleId, findings, totals: realisableTotals(findings) }));
  groups.sort((one, other) => byTotal(one.totals, other.totals));
  const rows = groups.map(({ ruleId, findings }) => {
    const [first] = findings;
    return markup`<tr><th scope="row">${titleOf(ruleId, rules)}<br><code>${ruleId}</code></th><td>${first === undefined ? null : cloudNames[first.cloud]}</td><td class="number">${findings.length}</td><td class="number">${totalsText(findings)}</td></tr>`;
  });
  return markup`<div class="wide"><table><caption>By rule, realisable saving per month of 30.44 days</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">Cloud</th><th scope="col" class="number">Findings</th><th scope="col" class="number">Saving per month</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function ruleSection(ruleId: string, findings: readonly Finding[], { rules }: ReportData): Markup {
  const why = rules.find(({ id }) => id === ruleId)?.why ?? null;
  return markup`<h3>${titleOf(ruleId, rules)}</h3>${why === null ? null : markup`<p class="soft">${why}</p>`}
<div class="wide"><table><caption>${findings.length} found by <code>${ruleId}</code></caption>
<thead><tr><th scope="col">Resource</th><th scope="col">Where</th><th scope="col">Severity</th><th scope="col" class="number">Saving per month</th><th scope="col">Price from</th><th scope="col">Evidence, verify, remedy</th></tr></thead>
<tbody>${[...findings].sort(bySaving).map(findingRow)}</tbody></table></div>`;
}

function findingRow(finding: Finding): Markup {
  const { saving } = finding;
  const notes = [
    finding.superseded ? 'a competing saving counts instead' : '',
    finding.status === 'open' ? '' : finding.status,
    finding.provisional ? 'provisional' : '',
  ].filter((note) => note !== '');
  return markup`<tr><th scope="row"><code>${finding.resourceId}</code>${finding.resourceName === null || finding.resourceName === finding.resourceId ? null : markup`<br>${finding.resourceName}`}${notes.length === 0 ? null : markup`<br><span class="soft">${notes.join(', ')}</span>`}</th>
<td>${cloudNames[finding.cloud]} ${finding.accountId}${finding.region === null ? null : markup`<br>${finding.region}`}</td><td class="${finding.severity}">${finding.severity}</td>
<td class="number">${moneyText(saving.savingRealisableMonthly, saving.currency)}${saving.bound === null || saving.bound === 'exact' ? null : markup`<br><span class="soft">${saving.bound === 'upper_bound' ? 'at most' : 'estimate'}</span>`}</td>
<td>${priceText(finding)}</td><td>${details(finding)}</td></tr>`;
}

function priceText({ saving: { price, method } }: Finding): Markup {
  if (price === null) return method === null ? markup`no price` : markup`${method}`;
  const unit =
    price.unitPrice === null
      ? null
      : markup`<br><span class="soft">${price.unitPrice} ${price.currency}${price.unit === null ? null : markup` per ${price.unit}`}</span>`;
  const when = price.effectiveDate ?? price.fetchedAt;
  return markup`${{ bill: 'your bill', 'price-sheet': 'your price sheet', 'list-price': 'list price', 'provider-advice': 'the provider’s advice' }[price.source]}${price.sku === null ? null : markup`<br><span class="soft">${price.sku}</span>`}${unit}${when === null ? null : markup`<br><span class="soft">${when}</span>`}`;
}

function details({ evidence, verify, remedy, confidence, effort }: Finding): Markup {
  const facts = Object.entries(evidence.facts).map(([name, value]) => markup`<dt>${name}</dt><dd>${value === null ? 'unknown' : String(value)}</dd>`);
  const period = evidence.window === null ? null : markup`<dt>period</dt><dd>${evidence.window.start} to ${evidence.window.end}</dd>`;
  return markup`<details><summary>Show</summary><dl>${facts}${period}<dt>read by</dt><dd>${evidence.source.join(', ')}</dd><dt>formula</dt><dd>${evidence.formula}</dd>
${evidence.assumptions.length === 0 ? null : markup`<dt>assumed</dt><dd>${evidence.assumptions.join('; ')}</dd>`}<dt>confidence</dt><dd>${confidence}</dd><dt>effort</dt><dd>${effort}</dd></dl>
<p>See for yourself, read-only:</p><pre>${verify}</pre><p>Remedy:</p><ol>${remedy.steps.map((step) => markup`<li>${step}</li>`)}</ol><p>Way back: ${remedy.rollback}</p></details>`;
}
