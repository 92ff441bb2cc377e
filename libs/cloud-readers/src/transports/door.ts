import { Socket, type SocketConnectOpts } from 'node:net';
import { operationNotDeclared } from '../operations/manifest.js';
import type { Endpoints } from '../sessions/endpoints.js';

const key = Symbol('vitrine.door');

/** Spread into the options of a connection that the sender itself makes; nobody else can name the symbol. */
export const throughDoor: Readonly<Record<symbol, true>> = { [key]: true };

/** The providers' families of hosts, and the addresses where a machine's own identity is handed out (T21). */
const watched = [
  /(?:^|\.)amazonaws\.com(?:\.cn)?$/,
  /(?:^|\.)(?:azure\.(?:com|net)|microsoftonline\.com|windows\.net|graph\.microsoft\.com)$/,
  /(?:^|\.)googleapis\.com$/,
  /^(?:169\.254\.169\.254|169\.254\.170\.\d+|fd00:ec2::254|metadata(?:\.google\.internal)?)$/,
];
/** Where an operator may keep the opening keys; those clients are not the readers' and send nothing of a customer's account. */
const keyServices = [/^kms\.[a-z0-9-]+\.amazonaws\.com$/, /^cloudkms\.googleapis\.com$/, /\.vault\.azure\.net$/];

/**
 * Locks every other way out of this process to the clouds: a raw `fetch`, an SDK client with an HTTP handler of its own, a dependency that
 * phones home. A socket to a provider's host or to an operator's endpoint opens only for the sender, which sends only what the gate admitted.
 * What it cannot stop is code that undoes it; for that there are the egress proxy and the cloud's own session policy.
 * @param loopback whether an operator's endpoint on this machine is watched too; a simulator may share its port with the operator's key service
 * @returns a function that unlocks, for specs
 */
export function lockDoor(endpoints: Endpoints, loopback: 'watched' | 'left-open' = 'left-open'): () => void {
  const operators = new Set(
    Object.entries(endpoints).flatMap(([name, value]) => {
      if (name === 'extraCa' || name === 'egressProxy' || value === undefined) return [];
      const url = new URL(value);
      return loopback === 'left-open' && url.hostname === '127.0.0.1' ? [] : [place(url)];
    }),
  );
  // The prototype's own function, called below with its own socket.
  const open = Socket.prototype.connect;
  function guarded(this: Socket, ...given: unknown[]): Socket {
    const [host, port, isOurs] = destination(given);
    if (!isOurs && isWatched(host, port, operators)) throw operationNotDeclared('a connection past the gate', host);
    // Whatever overload the caller chose is handed on as it came.
    return Reflect.apply(open, this, given) as Socket;
  }
  Socket.prototype.connect = guarded;
  return () => {
    Socket.prototype.connect = open;
  };
}

function isWatched(host: string, port: string, operators: ReadonlySet<string>): boolean {
  if (operators.has(`${host}:${port}`)) return true;
  return watched.some((pattern) => pattern.test(host)) && !keyServices.some((pattern) => pattern.test(host));
}

const place = ({ hostname, port, protocol }: URL): string => `${bare(hostname)}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`;

/** `connect(options)`, `connect(port, host)`, `connect(path)`, or the array into which `net` itself puts its arguments. */
function destination(given: readonly unknown[]): [host: string, port: string, isOurs: boolean] {
  const [first, second] = given;
  if (Array.isArray(first)) return destination(first);
  if (typeof first === 'object' && first !== null) {
    // What `net` documents for this overload; only three members are read.
    const options = first as Partial<Extract<SocketConnectOpts, { port: number }>> & Readonly<Record<symbol, unknown>>;
    return [bare(options.host ?? 'localhost'), String(options.port ?? ''), options[key] === true];
  }
  return [typeof second === 'string' ? bare(second) : 'localhost', String(first ?? ''), false];
}

/** `EC2.Eu-Central-1.AmazonAWS.com.` is the same host. */
function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}
