import { AuditProgress, runAudits, type ConnectionAnswer } from '@vitrine/api-client';
import { openSession, operationsOf, parseCredential, silentObserver } from '@vitrine/cloud-readers';
import { createPool } from '@vitrine/database';
import { VitrineError, isKeyless, type Cloud } from '@vitrine/contracts';
import type { Proof } from '../proof.js';
import { forgeries, genuine, type Claimed } from './forged-assertions.js';
import { keylessCredentials, startKeylessHouse, type KeylessHouse } from './keyless-house.js';

const PATIENCE_MS = 240_000;
const THROWN = forgeries.length * Object.keys(keylessCredentials).length;

interface Gathered {
  readonly audits: number;
  readonly completed: number;
  /** Rows of the table of envelopes when all is done. */
  readonly envelopes: number;
  readonly writes: number;
  /** Real assertions that signed in by hand, so that a refusal of the others says something. */
  readonly genuine: number;
  /** Forgeries that signed in: at token services that look at the subject, and at ones that do not. */
  readonly opened: Readonly<Record<'standing' | 'removed', readonly string[]>>;
}

/** One gathering serves both attempts: it takes a whole Vitrine and three audits. */
let gathered: Promise<Gathered> | undefined;

export const proof: Proof = {
  attack: `audits of three clouds by a Vitrine that holds no secret of theirs; then ${String(forgeries.length)} forged assertions to each cloud’s token service, four with the real signature`,
  expected: `3 audits complete, 0 envelopes, 3 genuine assertions sign in, 0 of ${String(THROWN)} forged ones`,
  pace: 'whole',
  beside: 'computes',
  mutation: { removes: 'the look at `sub` in what the clouds trust' },
  async attempt({ guard }) {
    const { audits, completed, envelopes, writes, genuine: signedIn, opened } = await (gathered ??= gather());
    const through = opened[guard];
    const fine = completed === audits && audits === 3 && envelopes === 0 && writes === 0 && signedIn === 3;
    return {
      held: fine && through.length === 0,
      seen: `${String(completed)} of ${String(audits)} audits complete, ${String(envelopes)} envelopes, ${String(writes)} writes; ${String(signedIn)} genuine assertions signed in, ${String(through.length)} of ${String(THROWN)} forged ones${through.length === 0 ? '' : `: ${through.join('; ')}`}`,
    };
  },
};

async function gather(): Promise<Gathered> {
  const house = await startKeylessHouse();
  try {
    const { client, superuserUrl } = house.instance;
    const quiet = new AuditProgress({ isTTY: false, write: () => undefined });
    const audits = await runAudits(client, house.connections, quiet, AbortSignal.timeout(PATIENCE_MS));
    const root = createPool({ url: superuserUrl, applicationName: 'vitrine-proof', max: 1 });
    try {
      const { rows } = await root.query<{ completed: number; envelopes: number }>(
        `select (select count(*)::int from vitrine.audit where id = any($1::uuid[]) and state = 'completed') as completed,
                (select count(*)::int from vitrine.credential) as envelopes`,
        [audits],
      );
      let signedIn = 0;
      for (const connection of house.connections)
        if (await opens(house, connection, (audience) => genuine(house.signer, claimed(house, connection), audience))) signedIn += 1;
      const standing = await forgedThrough(house);
      house.trust('any');
      const removed = await forgedThrough(house);
      return {
        ...{ audits: audits.length, completed: rows[0]?.completed ?? 0, envelopes: rows[0]?.envelopes ?? -1, writes: house.sim.log.writes().length },
        ...{ genuine: signedIn, opened: { standing, removed } },
      };
    } finally {
      await root.end();
    }
  } finally {
    await house.stop();
  }
}

const claimed = ({ instance }: KeylessHouse, { id }: ConnectionAnswer): Claimed => ({
  issuer: instance.apiUrl,
  organizationId: instance.organizationId,
  connectionId: id,
});

async function forgedThrough(house: KeylessHouse): Promise<string[]> {
  const through: string[] = [];
  for (const connection of house.connections)
    for (const { what, forge } of forgeries)
      if (await opens(house, connection, (audience) => forge(house.signer, claimed(house, connection), audience))) through.push(`${connection.cloud} ${what}`);
  return through;
}

/** Whether a session opens with what `assertion` gives, by the readers' own sign-in and over HTTP. */
async function opens(house: KeylessHouse, { kind, cloud }: ConnectionAnswer, assertion: (audience: string) => string): Promise<boolean> {
  if (!isKeyless(kind)) throw new Error(`${kind} is not keyless`);
  const { kind: _kind, ...ids } = keylessCredentials[kind];
  try {
    const session = await openSession(parseCredential(kind, ids), {
      ...sessionOptions(house, cloud),
      assertion: (audience) => Promise.resolve(assertion(audience)),
    });
    session.close();
    return true;
  } catch (error) {
    if (error instanceof VitrineError && error.code === 'sign-in-refused') return false;
    throw error;
  }
}

function sessionOptions({ sim }: KeylessHouse, cloud: Cloud): Omit<Parameters<typeof openSession>[1], 'assertion'> {
  const { aws, azure, azureAuthority, azureGraph, azureMetrics, azurePrices, gcp } = sim.endpoints;
  return {
    baseIdentities: {},
    endpoints: { aws, azureArm: azure, azureAuthority, azureGraph, azureMetrics, azureRetail: azurePrices, gcp, extraCa: sim.caCertificatePem },
    operations: operationsOf(cloud)
      .filter(({ list }) => list === 'inventory')
      .map(({ id }) => id),
    clock: () => new Date(),
    observer: silentObserver,
    signal: AbortSignal.timeout(30_000),
  };
}
