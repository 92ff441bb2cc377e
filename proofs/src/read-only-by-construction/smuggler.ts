import { demoEstate, DEMO_AWS_ACCOUNT_ID, DEMO_AWS_BASE_ACCESS_KEY_ID, DEMO_AWS_ROLE_NAME, startCloudSim, type CloudSim } from '@vitrine/cloud-sim';
import { z } from 'zod';
import { buildReaders, type Removal } from './readers-under-attack.js';
import type { SmugglingWay } from './smuggled-write-ways.js';

/** What became of one smuggled write, as the cloud itself saw it. */
export type Smuggled = 'never left' | 'denied by the cloud' | 'arrived';

/** Which guards stand while it is sent. */
export interface GuardsAtRunTime {
  readonly gate: boolean;
  readonly sessionPolicy: boolean;
}

/** The gate's three parts: the comparison itself, the stamp that the sender asks for, and the locked door (not locked then). */
const gateRemovals: readonly Removal[] = [
  { file: 'gate/gate.ts', search: 'if (operation !== undefined && reason === null) return', replace: 'if (operation !== undefined) return' },
  { file: 'transports/http-sender.ts', search: 'if (!isAdmitted(request)) throw', replace: 'if (request === null) throw' },
];

const attackerSchema = z.object({ attack: z.custom<(options: object) => Promise<string>>((value) => typeof value === 'function') });

/** An account whose owner gave us an administrator's role: only our own narrowing stands between a bug and the account. */
export async function startAdministratorsCloud(): Promise<CloudSim> {
  const estate = demoEstate();
  const everything = { Version: '2012-10-17' as const, Statement: [{ Effect: 'Allow' as const, Action: ['*'], Resource: ['*'] }] };
  const roles = estate.aws?.roles?.map((role) => ({ ...role, policies: [{ name: 'AdministratorAccess', document: everything }] })) ?? [];
  return await startCloudSim({ estate: { ...estate, aws: { ...estate.aws, roles } } });
}

/** Sends the write with the given guards. The answer is the cloud's log, not the attacker's word. */
export async function smuggle(way: SmugglingWay, sim: CloudSim, guards: GuardsAtRunTime): Promise<Smuggled> {
  sim.log.clear();
  const built = await buildReaders(attackerSource(way), guards.gate ? [] : gateRemovals, { [way.file]: way.source });
  try {
    const { attack } = attackerSchema.parse(built.module);
    const told = await attack({
      endpoints: { aws: sim.endpoints.aws },
      guards,
      baseKeys: { accessKeyId: DEMO_AWS_BASE_ACCESS_KEY_ID, secretAccessKey: 'x'.repeat(40) },
      credential: { kind: 'aws.role', roleArn: `arn:aws:iam::${DEMO_AWS_ACCOUNT_ID}:role/${DEMO_AWS_ROLE_NAME}`, externalId: 'x'.repeat(32) },
    });
    const writes = sim.log.writes();
    if (writes.length === 0) {
      // Sent by nobody for another reason would look like a guard that held.
      if (told !== 'operation-not-declared') throw new Error(`${way.id}: not sent, but not by the gate: ${told}`);
      return 'never left';
    }
    return writes.some(({ outcome }) => outcome === 'answered') ? 'arrived' : 'denied by the cloud';
  } finally {
    await built.remove();
  }
}

/** Signs in as a worker does (with or without the session policy), builds the gate of an ordinary session, and runs the planted file. */
function attackerSource({ file }: SmugglingWay): string {
  return `import { smuggle } from 'planted:${file}';
import { createGate } from 'readers:gate/gate.ts';
import { silentObserver } from 'readers:gate/call-observer.ts';
import { manifest, operationsOf, operationById } from 'readers:operations/manifest.ts';
import { assumeRole } from 'readers:sessions/aws-sign-in.ts';
import { sessionPolicy } from 'readers:sessions/session-policy.ts';
import { createHttpSender } from 'readers:transports/http-sender.ts';
import { lockDoor } from 'readers:transports/door.ts';

const granted = ['ec2:DescribeInstances', 'ec2:DescribeVolumes', 'ce:GetCostAndUsage'].map(operationById);
const everything = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['*'], Resource: '*' }] });

export async function attack({ endpoints, guards, baseKeys, credential }) {
  const sender = createHttpSender({});
  const signal = new AbortController().signal;
  const signIn = operationsOf('aws').filter(({ list }) => list === 'sign-in');
  const door = createGate({ endpoints, operations: signIn, pins: {}, observer: silentObserver });
  const through = { gate: door, sender, endpoints, clock: () => new Date(), baseIdentities: { aws: baseKeys }, signal };
  const { keys } = await assumeRole(credential, guards.sessionPolicy ? sessionPolicy(granted) : everything, through);
  const gate = createGate({ endpoints, operations: granted, pins: { awsAccountId: '111122223333' }, observer: silentObserver });
  const unlock = guards.gate ? lockDoor(endpoints, 'watched') : () => undefined;
  try {
    await smuggle({ keys, endpoints, gate, sender });
    return 'sent';
  } catch (error) {
    return error?.code ?? error?.cause?.code ?? error?.name ?? 'unknown';
  } finally {
    unlock();
    sender.close();
  }
}
`;
}
