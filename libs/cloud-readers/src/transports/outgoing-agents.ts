import { Agent as HttpAgent, request as httpRequest, type AgentOptions, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions as HttpsAgentOptions } from 'node:https';
import { connect as connectTcp, isIPv6, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type ConnectionOptions, type SecureContext } from 'node:tls';
import type { Duplex } from 'node:stream';
import { VitrineError } from '@vitrine/contracts';
import { throughDoor } from './door.js';

export interface OutgoingAgents {
  readonly plain: HttpAgent;
  readonly secure: HttpsAgent;
}

type Made = (error: Error | null, stream: Duplex) => void;

/** Connections that go to the clouds directly, marked as the sender's own. */
class DirectAgent extends HttpAgent {
  override createConnection(options: ClientRequestArgs, made?: Made): Duplex | null | undefined {
    return super.createConnection({ ...options, ...throughDoor }, made);
  }
}

class DirectTlsAgent extends HttpsAgent {
  override createConnection(options: ClientRequestArgs, made?: Made): Duplex | null | undefined {
    return super.createConnection({ ...options, ...throughDoor }, made);
  }
}

/** Tunnels that a proxy opens on `CONNECT`; TLS is spoken through them end to end, so the proxy sees a host's name and bytes. */
class TunnelAgent extends HttpAgent {
  constructor(
    private readonly tunnels: Tunnels,
    options: AgentOptions,
  ) {
    super(options);
  }

  override createConnection(options: ClientRequestArgs, made?: Made): undefined {
    this.tunnels.open(options, (error, socket) => made?.(error, socket));
  }

  override destroy(): void {
    this.tunnels.close();
    super.destroy();
  }
}

class TunnelTlsAgent extends HttpsAgent {
  constructor(
    private readonly tunnels: Tunnels,
    options: HttpsAgentOptions,
  ) {
    super(options);
  }

  override createConnection(options: ClientRequestArgs, made?: Made): undefined {
    this.tunnels.open(options, (error, socket) => {
      if (error !== null) return made?.(error, socket);
      // The agent adds the members of a TLS connection (authority, server name) to what a request gives.
      const secure = connectTls({ ...(options as ConnectionOptions), socket });
      return made?.(null, secure);
    });
  }

  override destroy(): void {
    this.tunnels.close();
    super.destroy();
  }
}

/** Asks the proxy for tunnels, and remembers those under way: a proxy that never answers must not hold a socket for ever. */
class Tunnels {
  readonly #pending = new Set<Socket>();

  constructor(
    private readonly proxy: URL,
    private readonly timeoutMs: number,
  ) {}

  open({ host, port }: ClientRequestArgs, made: Made): void {
    const name = host ?? '';
    const target = `${isIPv6(name) ? `[${name}]` : name}:${String(port ?? 443)}`;
    const socket = connectTcp({ host: this.proxy.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(this.proxy.port || '80'), ...throughDoor });
    this.#pending.add(socket);
    const asking = httpRequest({ method: 'CONNECT', path: target, headers: { host: target }, createConnection: () => socket });
    const impatience = setTimeout(() => asking.destroy(new Error('the egress proxy does not answer')), this.timeoutMs);
    const fail = (error: Error): void => {
      clearTimeout(impatience);
      this.#pending.delete(socket);
      socket.destroy();
      made(error, socket);
    };
    asking.once('error', fail);
    asking.once('connect', ({ statusCode }) => {
      clearTimeout(impatience);
      this.#pending.delete(socket);
      asking.removeListener('error', fail);
      asking.on('error', () => undefined);
      if (statusCode === 200) made(null, socket);
      else fail(egressRefused(statusCode ?? 0));
    });
    asking.end();
  }

  close(): void {
    for (const socket of this.#pending) socket.destroy();
    this.#pending.clear();
  }
}

/** 403 stays so until an operator changes the list; anything else is the proxy's trouble and passes. */
function egressRefused(status: number): VitrineError {
  return new VitrineError({
    code: 'egress-refused',
    status: 502,
    publicMessage: 'A cloud provider could not be read.',
    internal: `the egress proxy answered ${String(status)}`,
    retryable: status !== 403,
  });
}

let trusted: { readonly authorities: string; readonly context: SecureContext } | undefined;

/** Parsed once for all sessions of a process, which trust the same: a hundred and fifty certificates a connection were a tenth of a short audit. */
function trusting(authorities: readonly string[]): SecureContext {
  const text = authorities.join('\n');
  if (trusted?.authorities !== text) trusted = { authorities: text, context: createSecureContext({ ca: [...authorities] }) };
  return trusted.context;
}

/** @param proxy `http://host:port` of the egress proxy; absent means that the clouds are reached directly */
export function outgoingAgents({
  proxy,
  authorities,
  timeoutMs,
}: {
  readonly proxy?: string | undefined;
  readonly authorities?: readonly string[] | undefined;
  readonly timeoutMs: number;
}): OutgoingAgents {
  const keepAlive = { keepAlive: true, maxSockets: 32, maxFreeSockets: 8 };
  const tls = authorities === undefined ? keepAlive : { ...keepAlive, secureContext: trusting(authorities) };
  if (proxy === undefined) return { plain: new DirectAgent(keepAlive), secure: new DirectTlsAgent(tls) };
  const tunnels = new Tunnels(new URL(proxy), timeoutMs);
  return { plain: new TunnelAgent(tunnels, keepAlive), secure: new TunnelTlsAgent(tunnels, tls) };
}
