import type { Proof } from '../proof.js';
import { buildClients, endpointsOf, startHostileCloud, startSilentServer, type CloudClients } from './hostile-cloud.js';
import type { Removal } from './readers-under-attack.js';

/** The real limit is 30 s a request. Both attempts run with a shorter one, so that the proof need not wait; that 30 s stands there is part of it. */
const shorter: Removal = { file: 'transports/http-sender.ts', search: 'timeoutMs = 30_000', replace: 'timeoutMs = 500' };
const unbounded: Removal = {
  file: 'transports/http-sender.ts',
  search: 'AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])',
  replace: 'signal',
};
/** A sign-in asks up to twice, each three times; what is not over then hangs. */
const longestMs = 12_000;

interface Waited {
  readonly what: string;
  readonly ended: boolean;
  readonly milliseconds: number;
}

export const proof: Proof = {
  attack: 'a cloud, a sign-in and a proxy that accept and never answer; answers that drip byte by byte for ever',
  expected: '15 of 15 requests end by themselves, bounded by the limit of a request (30 s where it ships)',
  pace: 'whole',
  mutation: { removes: 'the sender’s time limit' },
  async attempt({ guard }) {
    const { clients, built } = await buildClients(guard === 'standing' ? [shorter] : [shorter, unbounded]);
    const silent = await startSilentServer();
    const dripping = await startHostileCloud((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drop = setInterval(() => response.write(' '), 50);
      response.once('close', () => clearInterval(drop));
    });
    try {
      const quiet = endpointsOf({
        plain: `http://127.0.0.1:${String(silent.port)}`,
        secure: `https://127.0.0.1:${String(silent.port)}`,
        authority: dripping.authority,
      });
      const behindSilentProxy = { ...endpointsOf(dripping), egressProxy: `http://127.0.0.1:${String(silent.port)}` };
      const waited = await Promise.all([
        ...everyCloud(clients, 'silent', quiet),
        ...everyCloud(clients, 'dripping', endpointsOf(dripping)),
        ...(['aws', 'azure', 'gcp'] as const).map((cloud) =>
          wait(`${cloud} call behind a silent proxy`, (signal) => clients.call(cloud, behindSilentProxy, signal)),
        ),
      ]);
      const hanging = waited.filter(({ ended }) => !ended);
      return {
        held: hanging.length === 0,
        seen: `${String(waited.length - hanging.length)} of ${String(waited.length)} ended, the slowest after ${String(Math.max(...waited.map(({ milliseconds }) => milliseconds)))} ms with a limit of 500${hanging.length === 0 ? '' : ` (hanging: ${hanging.map(({ what }) => what).join(', ')})`}`,
      };
    } finally {
      await Promise.all([silent.close(), dripping.close(), built.remove()]);
    }
  },
};

function everyCloud(clients: CloudClients, how: string, endpoints: object): Promise<Waited>[] {
  return (['aws', 'azure', 'gcp'] as const).flatMap((cloud) => [
    wait(`${cloud} call, ${how}`, (signal) => clients.call(cloud, endpoints, signal)),
    wait(`${cloud} sign-in, ${how}`, (signal) => clients.signIn(cloud, endpoints, signal)),
  ]);
}

async function wait(what: string, use: (signal: AbortSignal) => Promise<string>): Promise<Waited> {
  const started = performance.now();
  const ours = new AbortController();
  const patience = setTimeout(() => ours.abort(new Error('our patience is over')), longestMs);
  const given = new Promise<'given up'>((resolve) => ours.signal.addEventListener('abort', () => resolve('given up')));
  // A hanging sign-in of an SDK may not even listen to the signal.
  const outcome = await Promise.race([use(ours.signal), given]);
  clearTimeout(patience);
  const ended = outcome !== 'given up' && !ours.signal.aborted;
  return { what, ended, milliseconds: Math.round(performance.now() - started) };
}
