import type { RequestListener } from 'node:http';
import type { Proof } from '../proof.js';
import { buildClients, endpointsOf, startHostileCloud } from './hostile-cloud.js';
import type { Removal } from './readers-under-attack.js';

const statuses = [301, 302, 303, 307, 308] as const;
const clouds = ['aws', 'azure', 'gcp'] as const;

/** An HTTP client as most are: it goes where it is sent, and takes along what it carries. */
const following: Removal = {
  file: 'transports/http-sender.ts',
  search: 'const incoming = await respondTo(outgoing, request.body, signal);',
  replace: `const incoming = await respondTo(outgoing, request.body, signal);
    if ((incoming.statusCode ?? 0) >= 300 && (incoming.statusCode ?? 0) < 400 && incoming.headers.location !== undefined)
      return exchange({ ...request, url: new URL(incoming.headers.location, request.url).href }, signal);`,
};

/** T19: measured before, Google's HTTP client followed a 302 to another port with the bearer token. */
export const proof: Proof = {
  attack: 'every call and sign-in of three clouds answered with a redirect (301, 302, 303, 307, 308) to the attacker’s host',
  expected: '30 of 30 not followed, 0 tokens or secrets at the attacker’s',
  pace: 'whole',
  mutation: { removes: 'the sender’s refusal to follow' },
  async attempt({ guard }) {
    let followed = 0;
    let carried = 0;
    const attacker: RequestListener = (request, response) => {
      followed += 1;
      const told: Buffer[] = [];
      request.on('data', (chunk: Buffer) => told.push(chunk));
      request.on('end', () => {
        const all = `${JSON.stringify(request.headers)} ${Buffer.concat(told).toString('utf8')}`;
        if (/authorization|CANARY|assertion=|x-amz-security-token/i.test(all)) carried += 1;
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    };
    const elsewhere = await startHostileCloud(attacker);
    const { clients, built } = await buildClients(guard === 'standing' ? [] : [following]);
    let asked = 0;
    try {
      for (const status of statuses) {
        // The attacker's host speaks the scheme that the request came by: some clients keep a token within one.
        const cloud = await startHostileCloud((request, response) => {
          const secure = 'encrypted' in request.socket;
          response.writeHead(status, { location: `${secure ? elsewhere.secure : elsewhere.plain}/stolen` }).end();
        });
        const endpoints = { ...endpointsOf(cloud), extraCa: `${cloud.authority}\n${elsewhere.authority}` };
        for (const name of clouds) {
          await clients.call(name, endpoints, AbortSignal.timeout(20_000));
          await clients.signIn(name, endpoints, AbortSignal.timeout(20_000));
          asked += 2;
        }
        await cloud.close();
      }
    } finally {
      await Promise.all([elsewhere.close(), built.remove()]);
    }
    return { held: followed === 0 && asked === 30, seen: `${String(asked)} asked, ${String(followed)} followed, ${String(carried)} with a token or secret` };
  },
};
