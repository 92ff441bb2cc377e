import { GaxiosError } from 'gaxios';
import type { CallResult, CloudRequest } from '../engine/cloud-request.js';
import type { Operation } from '../operations/operation.js';
import { parseJsonBody } from './json-body.js';
import { noAnswer, unavailableFrom } from './call-failure.js';
import { GatedGaxios, type GoogleThrough } from './google-client.js';
import { googleFailure, googleRequestId } from './google-error.js';
import type { WireResponse } from './http-sender.js';
import { restUrl, restWireOf } from './rest-url.js';
import type { ResponseMeter, Transport } from './transport.js';

/** Gives the bearer token of the session; signs in again by itself when it is about to end. */
export type GoogleToken = () => Promise<string>;

export interface GcpTransportOptions extends GoogleThrough {
  readonly token: GoogleToken;
  readonly clock: () => Date;
  readonly meter: ResponseMeter;
}

/** Google over REST only (gRPC would need a second gate), through its own HTTP client with retries and redirects off. */
export function createGcpTransport({ token, clock, meter, ...through }: GcpTransportOptions): Transport {
  async function once(operation: Operation, request: CloudRequest, trace: Readonly<Record<string, string>>, signal: AbortSignal): Promise<CallResult> {
    const { method } = restWireOf(operation);
    const heard: { last?: WireResponse } = {};
    try {
      const url = restUrl(operation, request, through.endpoints);
      const client = new GatedGaxios(through, [operation.id], (response) => (heard.last = response));
      const json = request.body === undefined ? {} : { body: JSON.stringify(request.body) };
      const headers = {
        ...trace,
        accept: 'application/json',
        'accept-encoding': 'gzip',
        authorization: `Bearer ${await token()}`,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      };
      await client.request({ url, method, headers, signal, ...json, validateStatus: () => true, responseType: 'stream' });
      const response = heard.last;
      if (response === undefined) return noAnswer(operation.id);
      meter.bytes = response.body.length;
      if (response.status !== 200) return googleFailure(operation, response, clock());
      return { outcome: 'read', body: parseJsonBody(response.body), requestId: googleRequestId(response) };
    } catch (error) {
      signal.throwIfAborted();
      return unavailableFrom(causeOf(error), operation.id);
    }
  }
  return { once };
}

/** Gaxios wraps what its fetch threw; the gate's refusal and our sender's named faults must come out as themselves. */
export function causeOf(error: unknown): unknown {
  return error instanceof GaxiosError && error.cause instanceof Error ? error.cause : error;
}
