import { createHmac } from 'node:crypto';

export interface Message {
  /** The delivery's id: the same at every attempt, by which a receiver drops repeats. */
  readonly id: string;
  /** Seconds since 1970, of this attempt: a receiver refuses what is older than some minutes. */
  readonly timestamp: number;
  /** Exactly the bytes that are sent. */
  readonly body: string;
}

/**
 * The headers of Standard Webhooks. With several secrets (a change is under way) each signs, so that a receiver of either takes the message.
 * @param secrets 32 bytes each, newest first
 */
export function signedHeaders({ id, timestamp, body }: Message, secrets: readonly Uint8Array[]): Record<string, string> {
  const signed = `${id}.${String(timestamp)}.${body}`;
  const signatures = secrets.map((secret) => `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signatures.join(' ') };
}
