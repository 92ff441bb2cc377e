import { createHttpHeaders, type HttpClient, type PipelinePolicy, type PipelineRequest } from '@azure/core-rest-pipeline';
import type { AbortSignalLike } from '@azure/abort-controller';
import type { Gate } from '../gate/gate.js';
import type { AdmittedRequest } from '../gate/wire-request.js';
import { requestMalformed } from './call-failure.js';
import type { HttpSender, WireResponse } from './http-sender.js';

/** An Azure pipeline's last step: everything it sends passes the gate and our sender, which neither retries nor redirects. */
export function gatedHttpClient(
  gate: Gate,
  sender: HttpSender,
  operationIds: (request: PipelineRequest) => readonly string[],
  seen?: (response: WireResponse) => void,
): HttpClient {
  return {
    async sendRequest(request) {
      const response = await sender.send(admit(gate, operationIds(request), request), signalOf(request.abortSignal));
      seen?.(response);
      return {
        request,
        status: response.status,
        headers: createHttpHeaders({ ...response.headers }),
        bodyAsText: response.status === 206 ? '' : response.body.toString('utf8'),
      };
    },
  };
}

/** The same check as a policy behind signing, so that a replaced HTTP client still meets it. */
export function gatePolicy(gate: Gate, operationIds: (request: PipelineRequest) => readonly string[]): PipelinePolicy {
  return {
    name: 'vitrineGatePolicy',
    sendRequest(request, next) {
      admit(gate, operationIds(request), request);
      return next(request);
    },
  };
}

function admit(gate: Gate, operationIds: readonly string[], request: PipelineRequest): AdmittedRequest {
  const { body } = request;
  if (body !== undefined && body !== null && typeof body !== 'string') throw requestMalformed(operationIds.join(', '), 'body is not text');
  const headers = Object.fromEntries(Object.entries(request.headers.toJSON()).map(([name, value]) => [name.toLowerCase(), value]));
  return gate.admit(operationIds, { method: request.method, url: new URL(request.url).href, headers, body: body ?? null });
}

function signalOf(like: AbortSignalLike | undefined): AbortSignal {
  if (like instanceof AbortSignal) return like;
  const controller = new AbortController();
  if (like?.aborted === true) controller.abort();
  like?.addEventListener('abort', () => controller.abort());
  return controller.signal;
}
