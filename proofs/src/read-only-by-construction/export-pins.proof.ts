import { startCloudSim, type CloudSim } from '@vitrine/cloud-sim';
import type { Proof } from '../proof.js';
import { buildExportAttacker, exportPins, foreignAddresses, foreignFiles, ownFiles, withoutPins, type ExportAttacker } from './export-under-attack.js';

const keyId = 'AKIAVITRINEPROOFBILL';
const [tenantId, clientId, subscriptionId] = [
  '5c1e2b7a-0000-4000-8000-000000000001',
  '5c1e2b7a-0000-4000-8000-000000000002',
  '5c1e2b7a-0000-4000-8000-000000000003',
];
const clientSecret = 'opens-only-this-simulated-tenant';
const credentials = {
  aws: { kind: 'aws.key', accessKeyId: keyId, secretAccessKey: 'x'.repeat(40) },
  azure: { kind: 'azure.secret', tenantId, clientId, clientSecret },
} as const;

/** T24: the right that opens a bill's files opens every file beside them; what is asked for is compared with the connection's one export. */
export const proof: Proof = {
  attack:
    'a session that is pinned to one export of each cloud is asked for another bucket, container, account, folder, one that begins alike, a wider list, and names that climb',
  expected: 'the export’s own four read; each of the others refused by name, and no request for one at the cloud',
  pace: 'quick',
  beside: 'computes',
  mutation: { removes: 'the comparison with the pins, and the form of a file’s name (in a bundle)' },
  async attempt({ guard, say }) {
    const sim = await startCloudSim({ estate: wideOpen });
    try {
      const { attacker, built } = await buildExportAttacker(guard === 'standing' ? [] : withoutPins);
      try {
        return await throwAt(attacker, sim, guard === 'standing' ? say : () => undefined);
      } finally {
        await built.remove();
      }
    } finally {
      await sim.stop();
    }
  },
};

/** Credentials that may read every file of their cloud, so that nothing but Vitrine keeps them from it. */
const files = (buckets: readonly string[], folders: readonly string[]) =>
  buckets.flatMap((bucket) => folders.map((folder) => ({ bucket, key: `${folder}october.csv`, body: 'a,b\n1,2\n3,4\n', purpose: 'export' as const })));
const wideOpen: Parameters<typeof startCloudSim>[0]['estate'] = {
  aws: {
    accessKeys: [
      {
        accessKeyId: keyId,
        userName: 'billing',
        policies: [{ name: 'all', document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
      },
    ],
    objects: files(['company-bills', 'company-payroll'], ['bills/acme/data/', 'bills/acme/metadata/', 'bills/acme-payroll/', 'bills/umbra/data/', 'payroll/']),
  },
  azure: {
    cloudTenantId: tenantId,
    applications: [{ clientId, objectId: '5c1e2b7a-0000-4000-8000-000000000004', clientSecret, roles: ['Reader', 'Storage Blob Data Reader'] }],
    subscriptions: [{ subscriptionId }],
    storageAccounts: ['companybills', 'companybills2', 'othercompany'].map((name) => ({
      name,
      files: files(['bills', 'payroll'], ['exports/daily/', 'exports/daily-payroll/', 'payroll/']),
    })),
  },
};

async function throwAt(attacker: ExportAttacker, sim: CloudSim, say: (text: string) => void): Promise<{ readonly held: boolean; readonly seen: string }> {
  const { aws, azure, azureAuthority, azureBlob, azureGraph } = sim.endpoints;
  const endpoints = { aws, azureArm: azure, azureAuthority, azureBlob, azureGraph, extraCa: sim.caCertificatePem };
  const optionsOf = (operations: readonly string[]) => ({ baseIdentities: {}, endpoints, operations, pins: exportPins });
  const options = {
    aws: optionsOf(['s3:ListObjectsV2', 's3:GetObject']),
    azure: optionsOf(['azure.storage.ListBlobs', 'azure.storage.GetBlob']),
  };
  const ask = async (request: (typeof ownFiles)[number]): Promise<string> => {
    const cloud = request.operation.startsWith('s3:') ? 'aws' : 'azure';
    return await attacker.ask(credentials[cloud], options[cloud], request);
  };
  const own: string[] = [];
  for (const request of ownFiles) own.push(await ask(request));
  const read = own.filter((outcome) => outcome === 'read').length;
  if (read < ownFiles.length) say(own.join(', '));

  // What arrives is counted where it arrives: an answer of ours could be wrong about it.
  const arrived = (): number => sim.log.all().length;
  const answers: { readonly name: string; readonly told: string; readonly left: boolean }[] = [];
  const thrown = async (name: string, attempt: () => Promise<string>): Promise<void> => {
    const before = arrived();
    const told = await attempt();
    answers.push({ name, told, left: arrived() > before });
  };
  for (const [name, request] of Object.entries(foreignFiles)) await thrown(name, async () => await ask(request));
  for (const [name, { operation, path }] of Object.entries(foreignAddresses))
    await thrown(name, async () => await attacker.hand(endpoints, exportPins, operation, `${operation.startsWith('s3:') ? aws : azureBlob}${path}`));
  const named = answers.filter(({ told }) => /^(?:operation-not-declared|request-malformed) .+/.test(told)).length;
  for (const { name, told, left } of answers) if (left || !told.includes(' ')) say(`${name}: ${told}`);
  const left = answers.filter((each) => each.left).length;
  const stayed = answers.filter((each) => !each.left).map(({ name }) => name);
  return {
    held: read === ownFiles.length && named === answers.length && left === 0,
    seen: `${String(read)} of ${String(ownFiles.length)} own read; ${String(named)} of ${String(answers.length)} others refused by name, ${String(left)} left${left > 0 && stayed.length > 0 ? ` (not: ${stayed.join(', ')})` : ''}`,
  };
}
