import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { makeLoopbackCertificate } from '@vitrine/cloud-sim';
import { z } from 'zod';
import { buildReaders, type BuiltReaders, type Removal } from './readers-under-attack.js';

/** A server that answers every cloud's calls as an attacker would have it, with and without TLS (Azure's client refuses plain http). */
export interface HostileCloud {
  readonly plain: string;
  readonly secure: string;
  readonly authority: string;
  close(): Promise<void>;
}

export async function startHostileCloud(listener: RequestListener): Promise<HostileCloud> {
  const certificate = await makeLoopbackCertificate();
  const plain = createHttpServer(listener);
  const secure = createHttpsServer({ cert: certificate.certificatePem, key: certificate.privateKeyPem }, listener);
  const [first, second] = [await listen(plain), await listen(secure)];
  return {
    plain: `http://127.0.0.1:${String(first)}`,
    secure: `https://127.0.0.1:${String(second)}`,
    authority: certificate.caCertificatePem,
    close: async () => await Promise.all([plain, secure].map(async (server) => (server.closeAllConnections(), await closed(server)))).then(() => undefined),
  };
}

/** Accepts, and never says a word: not even a TLS handshake comes back. */
export async function startSilentServer(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  const port = await listen(server);
  return {
    port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await closed(server);
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // A server that listens on a port has an address of this form.
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

const clientsSchema = z.object({
  call: z.custom<(cloud: string, endpoints: object, signal: AbortSignal) => Promise<string>>((value) => typeof value === 'function'),
  signIn: z.custom<(cloud: string, endpoints: object, signal: AbortSignal) => Promise<string>>((value) => typeof value === 'function'),
});
/** One request of a transport, and one sign-in, of each cloud; both tell what a job would learn. */
export type CloudClients = z.infer<typeof clientsSchema>;

export async function buildClients(removals: readonly Removal[]): Promise<{ readonly clients: CloudClients; readonly built: BuiltReaders }> {
  const built = await buildReaders(source, removals);
  return { clients: clientsSchema.parse(built.module), built };
}

export const endpointsOf = ({ plain, secure, authority }: Pick<HostileCloud, 'plain' | 'secure' | 'authority'>): object => ({
  ...{ aws: plain, gcp: plain, azureArm: secure, azureAuthority: secure, azureGraph: secure, azureMetrics: secure, azureRetail: secure, extraCa: authority },
});

const source = `import { generateKeyPairSync } from 'node:crypto';
import { createGate } from 'readers:gate/gate.ts';
import { silentObserver } from 'readers:gate/call-observer.ts';
import { operationById } from 'readers:operations/manifest.ts';
import { openSession } from 'readers:sessions/open-session.ts';
import { createAwsTransport } from 'readers:transports/aws.transport.ts';
import { createAzureTransport } from 'readers:transports/azure.transport.ts';
import { createGcpTransport } from 'readers:transports/gcp.transport.ts';
import { createHttpSender } from 'readers:transports/http-sender.ts';

const id = '22222222-2222-4222-8222-222222222222';
const requests = {
  aws: { operation: 'ec2:DescribeRegions', region: 'us-east-1', body: {}, shape: { regionInfo: [{ regionName: 'text' }] } },
  azure: { operation: 'Microsoft.Resources/subscriptions/read', path: {} },
  gcp: { operation: 'compute.disks.aggregatedList', path: { project: 'shop-one' } },
};
const keys = { accessKeyId: 'ASIAAAAAAAAAAAAAAAAA', secretAccessKey: 'x'.repeat(40), sessionToken: 'CANARY-TOKEN' };
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const credentials = {
  aws: { kind: 'aws.role', roleArn: 'arn:aws:iam::111122223333:role/Vitrine', externalId: 'x'.repeat(32) },
  azure: { kind: 'azure.secret', tenantId: id, clientId: id, clientSecret: 'CANARY-SECRET' },
  gcp: { kind: 'gcp.key', clientEmail: 'auditor@shop-one.iam.gserviceaccount.com', privateKey, privateKeyId: 'a', projectId: 'shop-one' },
};
const words = (result) => (result.outcome === 'unavailable' ? result.outcome + ' ' + result.reason : result.outcome);
const faults = (error) => (error?.code ?? error?.name ?? 'unknown') + (error?.internal ? ' ' + error.internal : '');

export async function call(cloud, endpoints, signal) {
  const sender = createHttpSender({ extraCa: endpoints.extraCa, egressProxy: endpoints.egressProxy });
  const operation = operationById(requests[cloud].operation);
  const gate = createGate({ endpoints, operations: [operation], pins: {}, observer: silentObserver });
  const parts = { gate, sender, endpoints, clock: () => new Date(), meter: { bytes: 0 } };
  const transport = cloud === 'aws' ? createAwsTransport({ ...parts, keys })
    : cloud === 'azure' ? createAzureTransport({ ...parts, credential: { getToken: async () => ({ token: 'CANARY-TOKEN', expiresOnTimestamp: Date.now() + 3_600_000 }) } })
    : createGcpTransport({ ...parts, token: async () => 'CANARY-TOKEN' });
  try {
    return words(await transport.once(operation, requests[cloud], {}, signal));
  } catch (error) {
    return faults(error);
  } finally {
    sender.close();
  }
}

export async function signIn(cloud, endpoints, signal) {
  try {
    const session = await openSession(credentials[cloud], {
      baseIdentities: { aws: { accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey } },
      endpoints, operations: [requests[cloud].operation], clock: () => new Date(), observer: silentObserver, signal,
    });
    session.close();
    return 'signed in';
  } catch (error) {
    return faults(error);
  }
}
`;
