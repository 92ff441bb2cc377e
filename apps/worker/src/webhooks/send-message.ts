import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';
import { isPublicAddress, resolvePublic, systemResolve, type Resolve } from '@vitrine/public-address';

/** How one attempt ended. `refused` never becomes better by itself; everything but an answer of 2xx is a failure. */
export type SendOutcome =
  | { readonly outcome: 'answered'; readonly status: number; readonly retryAfterSeconds: number | null }
  | { readonly outcome: 'refused' | 'unreachable'; readonly code: string };

export interface SenderOptions {
  /** `host:port` of receivers in tests: plain http and loopback are taken there, and nowhere else. Empty wherever customers are. */
  readonly testHosts: ReadonlySet<string>;
  /** Origin of the egress proxy, where workers have no other way out; it resolves the name itself, with the same check. */
  readonly proxy?: string | undefined;
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
}

export type Send = (url: string, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal) => Promise<SendOutcome>;

/** More of an answer is not read: nobody looks at it. */
const mostAnswerBytes = 65_536;
const allowedPorts: ReadonlySet<string> = new Set(['', '443', '8443']);

/**
 * Posts to a customer's URL. Attacks: a URL or a name that points at the metadata service, at Redis beside us or at loopback; a name that
 * answers otherwise the second time (rebinding); a redirect to any of these. So: https, a name and no address, public addresses only, the
 * address that was checked is the one connected to, and no redirect is followed.
 */
export function createSender({ testHosts, proxy, timeoutMs = 10_000, resolve = systemResolve }: SenderOptions): Send {
  return async (url, headers, body, signal) => {
    const target = URL.canParse(url) ? new URL(url) : null;
    if (target === null) return { outcome: 'refused', code: 'url' };
    const { hostname: host, port } = target;
    const tested = testHosts.has(`${host}:${port}`);
    if (!tested && (target.protocol !== 'https:' || !allowedPorts.has(port) || target.username !== '' || target.password !== ''))
      return { outcome: 'refused', code: 'url' };
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const options = {
      method: 'POST',
      path: `${target.pathname}${target.search}`,
      headers: {
        ...headers,
        host: target.host,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'vitrine-webhooks/1',
      },
      agent: false as const,
      signal: deadline,
    };
    try {
      if (proxy !== undefined && !tested) {
        const socket = await tunnel(proxy, `${host}:${port === '' ? '443' : port}`, deadline);
        if (socket === 'refused') return { outcome: 'refused', code: 'egress-refused' };
        const secured = tlsConnect({ socket, servername: host });
        return await answerTo(httpsRequest({ ...options, createConnection: () => secured }), body);
      }
      const found = await resolvePublic(host, resolve, tested ? () => true : isPublicAddress);
      if (found.verdict !== 'public') return found.verdict === 'refused' ? { outcome: 'refused', code: 'address' } : { outcome: 'unreachable', code: 'name' };
      // By address, never by name: the name is not asked again. TLS still checks the certificate against the name.
      const place = { ...options, host: found.address, port: port === '' ? undefined : Number(port) };
      return await answerTo(target.protocol === 'http:' ? httpRequest(place) : httpsRequest({ ...place, servername: host }), body);
    } catch (error) {
      if (signal.aborted) throw error;
      return { outcome: 'unreachable', code: deadline.aborted ? 'timeout' : codeOf(error) };
    }
  };
}

/** Codes of the system and of OpenSSL (`ECONNREFUSED`, `CERT_HAS_EXPIRED`); never a message, which may quote what was sent. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^[A-Z0-9_]{2,60}$/.test(code) ? code.toLowerCase().replaceAll('_', '-') : 'connection';
}

function answerTo(request: ClientRequest, body: string): Promise<SendOutcome> {
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response: IncomingMessage) => {
      const status = response.statusCode ?? 0;
      const after = response.headers['retry-after'];
      let read = 0;
      const done = (): void => {
        response.destroy();
        resolve({ outcome: 'answered', status, retryAfterSeconds: after !== undefined && /^\d{1,6}$/.test(after) ? Number(after) : null });
      };
      response.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read > mostAnswerBytes) done();
      });
      response.once('end', done);
      response.once('error', done);
    });
    request.end(body);
  });
}

function tunnel(proxy: string, authority: string, signal: AbortSignal): Promise<Duplex | 'refused'> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(proxy, { method: 'CONNECT', path: authority, headers: { host: authority }, agent: false, signal });
    request.once('error', reject);
    request.once('connect', (response, socket) => {
      if (response.statusCode === 200) resolve(socket);
      else {
        socket.destroy();
        resolve('refused');
      }
    });
    request.once('response', (response) => {
      response.destroy();
      resolve('refused');
    });
    request.end();
  });
}
