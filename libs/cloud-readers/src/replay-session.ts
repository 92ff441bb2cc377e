import type { Cloud } from '@vitrine/contracts';
import type { CloudSession } from './engine/cloud-request.js';
import { silentObserver } from './gate/call-observer.js';
import { createGate } from './gate/gate.js';
import { operationsOf } from './operations/manifest.js';
import { createCloudSession } from './sessions/cloud-session.js';
import { createAwsTransport } from './transports/aws.transport.js';
import { createAzureTransport } from './transports/azure.transport.js';
import { createGcpTransport } from './transports/gcp.transport.js';
import type { HttpSender, WireResponse } from './transports/http-sender.js';
import type { Transport } from './transports/transport.js';

/** One answer of a played provider: a body with status 200, or a whole response. */
export type PlayedAnswer = string | object | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly text: string };

export interface Replay {
  readonly session: CloudSession;
  /** URLs and bodies that left, in order. */
  readonly sent: readonly { readonly url: string; readonly body: string | null }[];
}

/**
 * A session whose provider plays the given answers (the last one over and over). Gate, signing, transport, error reading and
 * parsing are the real ones; only the socket is not there. For specs of readers.
 */
export function replaySession(cloud: Cloud, answers: readonly PlayedAnswer[]): Replay {
  const sent: { url: string; body: string | null }[] = [];
  const sender: HttpSender = {
    send({ url, body }) {
      const answer = answers[Math.min(sent.length, answers.length - 1)] ?? '';
      sent.push({ url, body });
      return Promise.resolve(responseOf(answer));
    },
    close: () => undefined,
  };
  const operations = operationsOf(cloud).filter(({ list }) => list !== 'sign-in');
  const pins = { awsAccountId: '111122223333', azureScopes: ['subscriptions/0fde5b2d-0000-4000-8000-0000000000a1'] };
  const gate = createGate({ endpoints: {}, operations, pins, observer: silentObserver });
  const meter = { bytes: 0 };
  const clock = (): Date => new Date('2026-11-22T00:00:00Z');
  const parts = { gate, sender, endpoints: {}, clock, meter };
  const transport = transportOf(cloud, parts);
  return {
    session: createCloudSession({ operations, transportFor: () => transport, meter, observer: silentObserver, retryDelayMs: 0, wipe: () => undefined }),
    sent,
  };
}

function transportOf(cloud: Cloud, parts: Omit<Parameters<typeof createAzureTransport>[0], 'credential'>): Transport {
  switch (cloud) {
    case 'aws':
      return createAwsTransport({ ...parts, keys: { accessKeyId: 'AKIAREPLAYREPLAY0001', secretAccessKey: 'replayed' } });
    case 'azure':
      return createAzureTransport({
        ...parts,
        credential: { getToken: () => Promise.resolve({ token: 'replayed', expiresOnTimestamp: Date.now() + 3_600_000 }) },
      });
    case 'gcp':
      return createGcpTransport({ ...parts, token: () => Promise.resolve('replayed') });
  }
}

function responseOf(answer: PlayedAnswer): WireResponse {
  if (typeof answer === 'string') return { status: 200, headers: {}, body: Buffer.from(answer) };
  if ('text' in answer && 'status' in answer && typeof answer.text === 'string' && typeof answer.status === 'number') {
    // A played response is written by a spec, whose type gave its headers this form.
    const headers = 'headers' in answer ? { ...(answer.headers as Record<string, string>) } : {};
    return { status: answer.status, headers, body: Buffer.from(answer.text) };
  }
  return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(answer)) };
}
