import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Proof } from '../proof.js';
import { projectRoot } from './access-levels.js';
import { estateWithKeys, googleKey } from './audited-clouds.js';
import { buildEgress } from './egress-under-attack.js';
import { makeNamespaces, type Namespaces, type RoomProcess } from './network-namespaces.js';

const simSchema = z.object({
  endpoints: z.object({ aws: z.string(), azure: z.string(), gcp: z.string() }),
  caCertificatePem: z.string(),
});
const roundSchema = z.object({ round: z.number(), outcomes: z.array(z.string()), direct: z.array(z.string()) });
type Round = z.infer<typeof roundSchema>;

/** Every transport and every sign-in goes through the one sender, so one setting moves them all; what has no route needs no promise. */
export const proof: Proof = {
  attack: 'sign-ins and reads of all three clouds by a worker whose only route is the egress proxy; then the proxy is killed',
  expected: '3 of 3 clouds read through the proxy, 0 of 3 directly; without the proxy 0 of 3 and each outcome retryable',
  pace: 'whole',
  mutation: { removes: 'the proxy setting and the closed room (a worker beside the clouds, told nothing)' },
  async attempt({ guard }) {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-one-way-'));
    const egress = await buildEgress('with its judgement');
    try {
      const estateFile = join(folder, 'estate.json');
      await writeFile(estateFile, JSON.stringify(estateWithKeys()));
      const rooms = makeNamespaces([], '');
      try {
        const [before, after] = await rounds(rooms, { estateFile, egressFile: egress.file, closed: guard === 'standing' });
        const read = (round: Round): number => round.outcomes.filter((each) => each.endsWith(' read')).length;
        const direct = (round: Round): number => round.direct.filter((each) => each === 'connected').length;
        const retryable = after.outcomes.filter((each) => each.endsWith(' retryable')).length;
        return {
          held: read(before) === 3 && direct(before) === 0 && read(after) === 0 && retryable === 3,
          seen: `${String(read(before))} of 3 read, ${String(direct(before))} of 3 reachable directly; proxy killed: ${String(read(after))} of 3 read, ${String(retryable)} of 3 retryable (${after.outcomes.join(', ')})`,
        };
      } finally {
        await rooms.close();
      }
    } finally {
      await egress.remove();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function rounds(
  rooms: Namespaces,
  { estateFile, egressFile, closed }: { readonly estateFile: string; readonly egressFile: string; readonly closed: boolean },
): Promise<[Round, Round]> {
  const sim = rooms.start('world', [join(projectRoot, 'tools/cloud-sim/dist/main.js'), '--estate', estateFile]);
  const { endpoints, caCertificatePem } = simSchema.parse(JSON.parse(await sim.line(/^\{"endpoints"/)));
  const clouds = [endpoints.aws, endpoints.azure, endpoints.gcp].map((origin) => new URL(origin).host);
  const proxy = rooms.start('world', [egressFile], {
    VITRINE_EGRESS_HOST: rooms.proxyAddress,
    VITRINE_EGRESS_PORT: '8443',
    VITRINE_EGRESS_TEST_EXCEPTIONS: clouds.join(','),
  });
  await proxy.line(/"ready":true/);
  const { aws, azure, gcp } = endpoints;
  const set = {
    ...{ aws, gcp, azureArm: azure, azureAuthority: azure, azureGraph: azure, azureMetrics: azure, azureRetail: azure, extraCa: caCertificatePem },
    ...(closed ? { egressProxy: `http://${rooms.proxyAddress}:8443` } : {}),
  };
  const worker = rooms.start(closed ? 'worker' : 'world', [join(import.meta.dirname, 'namespace-worker.script.js')], {
    PROOF_SETTINGS: JSON.stringify({ endpoints: set, googleKey }),
  });
  const before = await nextRound(worker);
  await proxy.kill('SIGKILL');
  worker.signal('SIGUSR2');
  return [before, await nextRound(worker)];
}

const nextRound = async (worker: RoomProcess): Promise<Round> => roundSchema.parse(JSON.parse(await worker.line(/^\{"round"/)));
