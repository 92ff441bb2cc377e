import { AuditProgress, ApiClient, runAudits } from '@vitrine/api-client';
import { patchedCopy, type SeededOrganization } from '@vitrine/testing';
import { builtApi } from '../hostile-input/api-process.js';
import { prepareGround } from '../hostile-input/attack-ground.js';
import { auditor } from '../nothing-lost-nothing-doubled/estate.js';
import type { Proof } from '../proof.js';
import { openMarkedHouse, type MarkedHouse } from '../references-only/marked-house.js';
import { submit } from '../references-only/marked-run.js';
import { apiOperations } from './api-operations.js';
import { anyRule, ask, callersOf, ownIds } from './operation-attack.js';
import { beginObserving, observedStatements, observing, type ObservedStatement } from './observed-statements.js';

const PREDICATE = {
  file: 'audits/audits.repository.js',
  guard: 'where p.organization_id = $1 and p.audit_id = $2 group by',
  instead: 'where $1::uuid is not null and p.audit_id = $2 group by',
};

/** What serves all organizations at once, by a role whose grants stop at scheduling columns: counts and turns, no row of theirs. */
const acrossByDesign: readonly { readonly role: string; readonly begins: string; readonly because: string }[] = [
  { role: 'vitrine_relay', begins: 'select queue, count(*)', because: 'the backlog by queue, for whoever scales workers' },
];

/** PF-42, PF-T18. */
export const proof: Proof = {
  attack:
    'audits of two organizations on API, worker and relay, then every operation of openapi.json by both; the server keeps each statement (pg_stat_statements)',
  expected:
    'no statement on rows of organizations without organization_id, none by a role above the policies; no label of a metric holds an id or a name of theirs',
  pace: 'whole',
  beside: 'computes',
  mutation: { removes: 'the organization in the predicate of one statement (in a copy of the built API)' },
  attempt: async ({ guard, say }) => {
    const patched = guard === 'standing' ? { program: builtApi, remove: () => Promise.resolve() } : await patchedCopy([PREDICATE]);
    try {
      const house = await openMarkedHouse('postgres', {
        program: patched.program,
        prepare: async () => {
          const ground = await prepareGround({ ownServer: true, settings: observing });
          await beginObserving(ground.database.poolFor('postgres'));
          return ground;
        },
      });
      try {
        const names = await Promise.all([house.ground.acme, house.ground.umbra].map((organization) => auditOnce(house, organization)));
        const answered = await askAll(house);
        const statements = await observedStatements(house.root);
        const across = statements.filter(isAcross);
        for (const { role, text } of across) say(`${role}: ${text.slice(0, 300)}`);
        const labels = await labelsOfTenants(house, names.flat());
        for (const line of labels) say(line);
        return {
          held: across.length === 0 && labels.length === 0 && statements.length >= 100,
          seen: `${String(answered)} requests and ${String(names.length)} audits; ${String(statements.length)} statements on rows of organizations, ${String(across.length)} of them across; ${String(labels.length)} labels`,
        };
      } finally {
        await house.stop();
      }
    } finally {
      await patched.remove();
    }
  },
};

const isAcross = ({ role, bypasses, text }: ObservedStatement): boolean =>
  bypasses || (!text.includes('organization_id') && !acrossByDesign.some((each) => each.role === role && text.startsWith(each.begins)));

/** @returns what is the organization's own, and should stand in no label */
async function auditOnce({ ground, apiUrl }: MarkedHouse, organization: SeededOrganization): Promise<string[]> {
  const client = new ApiClient({ url: apiUrl, token: await ground.tokenOf(organization, 'owner') });
  const name = `ledger of ${organization.organizationId}`;
  const connection = await client.createConnection({ name, kind: 'aws.key' });
  await submit(client, connection, auditor(0));
  const quiet = new AuditProgress({ isTTY: false, write: () => undefined });
  const [auditId = ''] = await runAudits(client, [connection], quiet, AbortSignal.timeout(150_000));
  return [organization.organizationId, name, connection.id, auditId];
}

async function askAll({ ground, apiUrl }: MarkedHouse): Promise<number> {
  const callers = (await callersOf(ground, apiUrl)).filter(({ kind }) => kind === 'OIDC');
  const ruleId = await anyRule(apiUrl, callers[0]?.token ?? '');
  let asked = 0;
  for (const caller of callers) {
    for (const operation of apiOperations()) {
      const { status } = await ask(ground, apiUrl, caller, operation, await ownIds(ground, caller, operation, ruleId), 'no-id');
      if (status >= 500) throw new Error(`${operation.id} answered ${String(status)}`);
      asked += 1;
    }
  }
  return asked;
}

/** Lines of any process's metrics that hold an id of anything, or a name of theirs. */
async function labelsOfTenants({ metricsUrls }: MarkedHouse, own: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(
    metricsUrls.map(async (url) => {
      const response = await fetch(url);
      if (response.status !== 200) throw new Error(`${url} answered ${String(response.status)}`);
      return await response.text();
    }),
  );
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
  return texts.flatMap((text) => text.split('\n')).filter((line) => !line.startsWith('#') && (uuid.test(line) || own.some((each) => line.includes(each))));
}
