import { moneyText } from './amounts.js';
import { callCosts } from './call-costs.js';
import { markup, type Markup } from './markup.js';
import { cloudNames } from './names.js';
import { permissionUse } from './permission-use.js';
import type { AuditedConnection, ReportData } from './report-data.js';

/** Part three: what Vitrine did in your clouds. */
export function receiptPart(data: ReportData): Markup {
  const { count, countedBy } = data.writes;
  const source =
    countedBy === 'simulated-cloud'
      ? 'counted by the simulated clouds, which log every request'
      : 'counted by the gate, which refuses whatever is not on its closed lists of reads';
  return markup`<section aria-labelledby="receipt"><h2 id="receipt">3. The receipt</h2>
<p>Writes: <b class="${count === 0 ? 'good' : 'bad'}">${count}</b> <span class="soft">(${source})</span></p>
<p>${data.requestsSeen === null ? 'Sign-ins (token requests) come on top of the calls below.' : markup`In all ${data.requestsSeen} requests reached the clouds, sign-ins included, by their own count.`}</p>
${data.connections.map((connection) => connectionReceipt(connection, data))}</section>`;
}

function connectionReceipt(connection: AuditedConnection, { rules }: ReportData): Markup {
  const rows = [...connection.calls]
    .sort((one, other) => other.calls - one.calls || one.operation.localeCompare(other.operation, 'en'))
    .map(
      ({ operation, calls, denied, throttled }) =>
        markup`<tr><th scope="row"><code>${operation}</code></th><td class="number">${calls}</td><td class="number">${denied}</td><td class="number">${throttled}</td></tr>`,
    );
  return markup`<h3>${cloudNames[connection.cloud]}: ${connection.name}</h3>
<p class="soft">${connection.account === null ? null : markup`${connection.account}, `}credential <code>${connection.kind}</code>, audit <code>${connection.auditId}</code> ${connection.auditState}${connection.errorCode === null ? null : markup` (<code>${connection.errorCode}</code>)`}</p>
${connection.narrowing === null ? null : markup`<p>${connection.narrowing}</p>`}
<div class="wide"><table><caption>Calls per operation</caption><thead><tr><th scope="col">Operation</th><th scope="col" class="number">Calls</th><th scope="col" class="number">Denied</th><th scope="col" class="number">Throttled (429)</th></tr></thead><tbody>${rows}</tbody></table></div>
${costs(connection)}${permissions(connection, rules)}${ownLog(connection)}`;
}

function costs(connection: AuditedConnection): Markup {
  const { lines, totalUsd, unpriced } = callCosts(connection.calls);
  const bigQuery =
    unpriced.length === 0 ? null : markup` BigQuery bills the bytes of its query (after a dry run that limits them): see your project’s job list.`;
  if (lines.length === 0)
    return markup`<p>What the calls cost: ${connection.cloud === 'gcp' && bigQuery !== null ? 'no priced call beside BigQuery.' : 'nothing; none of these operations is billed.'}${bigQuery}</p>`;
  return markup`<p>What the calls cost: at most ${moneyText(totalUsd, 'USD')} (${lines.map(({ operation, answered, usd, basis }) => `${operation}: ${answered} answered, at most ${usd} USD, ${basis}`).join('; ')}).${bigQuery}</p>`;
}

function permissions(connection: AuditedConnection, rules: ReportData['rules']): Markup {
  const use = permissionUse(connection, rules);
  if (use.length === 0) return markup``;
  const rows = use.map(
    ({ permission, state, used }) =>
      markup`<tr><th scope="row"><code>${permission}</code></th><td class="${state === 'denied' ? 'warn' : ''}">${state}</td><td>${used ? 'used' : 'not used'}</td></tr>`,
  );
  const idle = use.filter(({ state, used }) => state === 'granted' && !used).length;
  return markup`<details><summary>Permissions: granted against used (${idle} granted and not used)</summary><div class="wide"><table><caption>Permissions asked for</caption><thead><tr><th scope="col">Permission</th><th scope="col">State</th><th scope="col">This audit</th></tr></thead><tbody>${rows}</tbody></table></div></details>`;
}

/** A receipt from the one who is paid proves little: say how the owner reads his own log. */
function ownLog({ cloud, startedAt }: AuditedConnection): Markup {
  const since = startedAt ?? '<start of the audit>';
  const command = {
    aws: `aws cloudtrail lookup-events --lookup-attributes AttributeKey=ReadOnly,AttributeValue=false --start-time ${since}`,
    azure: `az monitor activity-log list --start-time ${since} --query "[].{operation:operationName.value,caller:caller}"`,
    gcp: `gcloud logging read 'logName:"cloudaudit.googleapis.com%2Factivity" AND timestamp>="${since}"'`,
  }[cloud];
  return markup`<p class="soft">Your own cloud’s record of changes since then, to compare:</p><pre>${command}</pre>`;
}
