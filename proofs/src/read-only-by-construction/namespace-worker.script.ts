import { connect } from 'node:net';
import { endpointsSchema } from '@vitrine/cloud-readers';
import { z } from 'zod';
import { openUnderTest, threeClouds, told, toldOf } from './three-clouds.js';

/** Signs in to three clouds and reads one page of each; again on every SIGUSR2. `{round, outcomes, direct}`, one line a round. */
const settings = z
  .object({
    endpoints: endpointsSchema,
    googleKey: z.object({
      ...{ kind: z.literal('gcp.key'), clientEmail: z.string(), privateKey: z.string(), privateKeyId: z.string(), projectId: z.string() },
    }),
  })
  .parse(JSON.parse(process.env['PROOF_SETTINGS'] ?? '{}'));

async function round(): Promise<string[]> {
  return await Promise.all(
    threeClouds(settings.googleKey).map(async (each) => {
      try {
        const session = await openUnderTest(each, settings.endpoints);
        const result = await session.call(each.request, new AbortController().signal);
        session.close();
        return `${each.cloud} ${told(result)}`;
      } catch (error) {
        return `${each.cloud} ${toldOf(error)}`;
      }
    }),
  );
}

/** The same addresses without the proxy. */
async function direct(): Promise<string[]> {
  const origins = [settings.endpoints.aws, settings.endpoints.azureArm, settings.endpoints.gcp].flatMap((origin) =>
    origin === undefined ? [] : [new URL(origin)],
  );
  return await Promise.all(
    origins.map(
      (url) =>
        new Promise<string>((resolve) => {
          const socket = connect({ host: url.hostname, port: Number(url.port), timeout: 2_000 });
          socket.once('connect', () => {
            socket.destroy();
            resolve('connected');
          });
          socket.once('timeout', () => socket.destroy(new Error('timeout')));
          socket.once('error', () => resolve('failed'));
        }),
    ),
  );
}

let rounds = 0;
async function tell(): Promise<void> {
  rounds += 1;
  process.stdout.write(`${JSON.stringify({ round: rounds, outcomes: await round(), direct: await direct() })}\n`);
}
process.on('SIGUSR2', () => void tell());
// Waits for the next signal.
setInterval(() => undefined, 60_000);
await tell();
