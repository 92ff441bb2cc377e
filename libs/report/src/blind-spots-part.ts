import { markup, type Markup } from './markup.js';
import { cloudNames, reasonTexts, titleOf } from './names.js';
import type { AuditedConnection, BlindSpot, ReportData } from './report-data.js';

/** Part two: what could not be judged, so that silence is never read as health. */
export function blindSpotsPart(data: ReportData): Markup {
  const rows = data.connections.flatMap((connection) => connection.blindSpots.map((spot) => row(connection, spot, data)));
  return markup`<section aria-labelledby="blind-spots"><h2 id="blind-spots">2. The blind spots</h2>
${
  rows.length === 0
    ? markup`<p>None: every rule could judge everything that it looked at.</p>`
    : markup`<p>Nothing in this table was counted as healthy. Grant the permission, or accept not to know.</p>
<div class="wide"><table><caption>Rules that could not judge</caption><thead><tr><th scope="col">Rule</th><th scope="col">Connection</th><th scope="col" class="number">Resources</th><th scope="col">Why</th><th scope="col">Would be shown by</th></tr></thead><tbody>${rows}</tbody></table></div>`
}
${coverage(data)}</section>`;
}

function row(connection: AuditedConnection, spot: BlindSpot, { rules }: ReportData): Markup {
  return markup`<tr><th scope="row">${titleOf(spot.ruleId, rules)}<br><code>${spot.ruleId}</code></th><td>${cloudNames[connection.cloud]}: ${connection.name}</td><td class="number">${spot.resources ?? 'unknown'}</td><td>${reasonTexts[spot.reason]}${spot.operation === null ? null : markup`<br><code>${spot.operation}</code>`}</td><td>${spot.permission === null ? '—' : markup`<code>${spot.permission}</code>`}</td></tr>`;
}

function coverage(data: ReportData): Markup {
  const rows = data.connections.flatMap((connection) =>
    connection.tallies.map(
      (tally) =>
        markup`<tr><th scope="row"><code>${tally.ruleId}</code></th><td>${cloudNames[connection.cloud]}</td><td class="number">${tally.fail}</td><td class="number">${tally.pass}</td><td class="number">${tally.notApplicable}</td><td class="number">${tally.undetermined}</td></tr>`,
    ),
  );
  if (rows.length === 0) return markup``;
  return markup`<details><summary>Verdicts of every rule</summary><div class="wide"><table><caption>Resources judged, by rule</caption><thead><tr><th scope="col">Rule</th><th scope="col">Cloud</th><th scope="col" class="number">Fail</th><th scope="col" class="number">Pass</th><th scope="col" class="number">Not applicable</th><th scope="col" class="number">Undetermined</th></tr></thead><tbody>${rows}</tbody></table></div></details>`;
}
