import { ResourceManagementClient } from '@azure/arm-resources';
import {
  bearerTokenAuthenticationPolicy,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type Pipeline,
  type PipelineRequest,
} from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/core-auth';
import type { CallResult, CloudRequest } from '../engine/cloud-request.js';
import { blobVersion } from '../gate/export-pin.js';
import type { Gate } from '../gate/gate.js';
import type { Operation } from '../operations/operation.js';
import type { Endpoints } from '../sessions/endpoints.js';
import { azureFailure, azureRequestId } from './azure-error.js';
import { gatePolicy, gatedHttpClient } from './azure-http-client.js';
import { noAnswer, unavailableFrom } from './call-failure.js';
import type { HttpSender, WireResponse } from './http-sender.js';
import { fileChanged, pieceOf, rangeHeaders } from './file-piece.js';
import { parseJsonBody } from './json-body.js';
import { restUrl, restWireOf } from './rest-url.js';
import type { ResponseMeter, Transport } from './transport.js';
import { scanXml } from './xml-scan.js';

export interface AzureTransportOptions {
  readonly gate: Gate;
  readonly sender: HttpSender;
  readonly endpoints: Endpoints;
  readonly credential: TokenCredential;
  readonly clock: () => Date;
  readonly meter: ResponseMeter;
}

/** A token for one family of hosts cannot be had with this credential (a borrowed login without it); that family is denied. */
export class NoTokenError extends Error {}

const armScope = 'https://management.azure.com/.default';
const graphScope = 'https://graph.microsoft.com/.default';
const metricsScope = 'https://metrics.monitor.azure.com/.default';
const storageScope = 'https://storage.azure.com/.default';
const blobHost = '{account}.blob.core.windows.net';

/** ARM through the pipeline of the official client, Graph and metrics through the same kind of pipeline, prices without a token. */
export function createAzureTransport({ gate, sender, endpoints, credential, clock, meter }: AzureTransportOptions): Transport {
  const pipelines = new Map<string, Pipeline>();
  const operations = new WeakMap<PipelineRequest, readonly string[]>();
  // A request of unknown making names nothing, and the gate refuses it.
  const idsOf = (request: PipelineRequest): readonly string[] => operations.get(request) ?? [];

  function pipelineFor(host: string): Pipeline {
    const scope = scopeOf(host);
    const known = pipelines.get(scope);
    if (known !== undefined) return known;
    const pipeline = scope === armScope ? armPipeline(credential) : createPipelineFromOptions({ userAgentOptions: { userAgentPrefix: 'vitrine' } });
    // Their retries would hide throttling from the relay; their redirects would carry the token along.
    pipeline.removePolicy({ name: 'defaultRetryPolicy' });
    pipeline.removePolicy({ name: 'redirectPolicy' });
    if (scope !== armScope && scope !== '') pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: scope }));
    // Stryker disable next-line ObjectLiteral,StringLiteral: wherever it stands, the HTTP client below asks the gate again, last of all
    pipeline.addPolicy(gatePolicy(gate, idsOf), { afterPhase: 'Sign' });
    pipelines.set(scope, pipeline);
    return pipeline;
  }

  async function once(operation: Operation, request: CloudRequest, trace: Readonly<Record<string, string>>, signal: AbortSignal): Promise<CallResult> {
    const wire = restWireOf(operation);
    const { host, method } = wire;
    const heard: { last?: WireResponse } = {};
    try {
      const kind = host === blobHost ? { accept: '*/*', 'x-ms-version': blobVersion } : { accept: 'application/json', clienttype: 'vitrine' };
      const headers = createHttpHeaders({ ...kind, ...(wire.bytes === true ? rangeHeaders(operation.id, request.range) : {}), ...trace });
      if (request.body !== undefined) headers.set('content-type', 'application/json');
      const outgoing = createPipelineRequest({
        url: restUrl(operation, request, endpoints),
        method,
        headers,
        abortSignal: signal,
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
      operations.set(outgoing, [operation.id]);
      await pipelineFor(host).sendRequest(
        gatedHttpClient(gate, sender, idsOf, (response) => (heard.last = response)),
        outgoing,
      );
      const response = heard.last;
      if (response === undefined) return noAnswer(operation.id);
      meter.bytes = response.body.length;
      if (response.status === 412) return fileChanged(operation.id);
      if (response.status !== (wire.bytes === true ? 206 : 200)) return azureFailure(operation, response, clock());
      return { outcome: 'read', body: answerOf(wire, request, response), requestId: azureRequestId(response) };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof NoTokenError)
        return { outcome: 'denied', operation: operation.id, permission: operation.permission, providerCode: 'no-token', requestId: null };
      return unavailableFrom(error, operation.id);
    }
  }

  return { once };
}

function answerOf(wire: ReturnType<typeof restWireOf>, request: CloudRequest, response: WireResponse): unknown {
  if (wire.bytes === true) return pieceOf(response, request.range);
  if (wire.root === undefined) return parseJsonBody(response.body);
  // Blob Storage begins its lists with a byte order mark.
  const marked = response.body.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf));
  return scanXml(marked ? response.body.subarray(3) : response.body, wire.root, request.shape ?? {});
}

function scopeOf(host: string): string {
  switch (host) {
    case blobHost:
      return storageScope;
    case 'management.azure.com':
      return armScope;
    case 'graph.microsoft.com':
      return graphScope;
    case 'prices.azure.com':
      return '';
    default:
      return metricsScope;
  }
}

/** The official client's own steps; where a request goes is written in it. */
const armPipeline = (credential: TokenCredential): Pipeline =>
  new ResourceManagementClient(credential, { userAgentOptions: { userAgentPrefix: 'vitrine' } }).pipeline;
