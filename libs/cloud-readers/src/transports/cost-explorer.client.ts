// The only file that imports an AWS client: two named read commands. The bundler drops the rest, and the bundle gate proves it.
import {
  CostExplorerClient,
  GetCostAndUsageCommand,
  GetCostAndUsageWithResourcesCommand,
  type GetCostAndUsageCommandInput,
  type GetCostAndUsageWithResourcesCommandInput,
} from '@aws-sdk/client-cost-explorer';
import { z } from 'zod';
import type { CallResult, CloudRequest } from '../engine/cloud-request.js';
import { addressOf } from '../gate/address.js';
import type { Gate } from '../gate/gate.js';
import { operationNotDeclared } from '../operations/manifest.js';
import type { Operation } from '../operations/operation.js';
import type { Endpoints } from '../sessions/endpoints.js';
import { awsFailure, requestIdOf } from './aws-error.js';
import type { AwsKeys } from './aws-signer.js';
import { unavailableFrom } from './call-failure.js';
import type { HttpSender, WireResponse } from './http-sender.js';
import type { ResponseMeter, Transport } from './transport.js';

export interface CostExplorerOptions {
  readonly gate: Gate;
  readonly sender: HttpSender;
  readonly endpoints: Endpoints;
  readonly keys: AwsKeys;
  readonly clock: () => Date;
  readonly meter: ResponseMeter;
}

/** What the SDK hands to its request handler, as far as we read it. */
const sdkRequestSchema = z.object({
  method: z.string(),
  protocol: z.string(),
  hostname: z.string(),
  port: z.number().optional(),
  path: z.string(),
  query: z.record(z.string(), z.unknown()).default({}),
  headers: z.record(z.string(), z.string()),
  body: z.union([z.string(), z.instanceof(Uint8Array)]).optional(),
});

/**
 * Cost Explorer through its official client, held by the gate twice: as the last middleware, and around the only request
 * handler it has, so that removing the first changes nothing. Its retries are off, its credential chain is never asked.
 */
export function createCostExplorerTransport({ gate, sender, endpoints, keys, clock, meter }: CostExplorerOptions): Transport {
  async function once(operation: Operation, request: CloudRequest, trace: Readonly<Record<string, string>>, signal: AbortSignal): Promise<CallResult> {
    let last: WireResponse | null = null;
    const client = new CostExplorerClient({
      region: 'us-east-1',
      endpoint: addressOf(operation, 'us-east-1', endpoints).origin,
      credentials: () => Promise.resolve({ ...keys }),
      maxAttempts: 1,
      retryMode: 'standard',
      defaultsMode: 'standard',
      useDualstackEndpoint: false,
      useFipsEndpoint: false,
      customUserAgent: 'vitrine',
      requestHandler: {
        async handle(outgoing: unknown) {
          const { query, headers, body, ...sdk } = sdkRequestSchema.parse(outgoing);
          if (Object.keys(query).length > 0) throw operationNotDeclared(operation.id, 'query string');
          const url = `${sdk.protocol}//${sdk.hostname}${sdk.port === undefined ? '' : `:${String(sdk.port)}`}${sdk.path}`;
          const lower = Object.fromEntries(Object.entries({ ...headers, ...trace }).map(([name, value]) => [name.toLowerCase(), value]));
          const admitted = gate.admit([operation.id], { method: sdk.method, url, headers: lower, body: textOf(body) });
          last = await sender.send(admitted, signal);
          meter.bytes = last.body.length;
          return { response: { statusCode: last.status, headers: { ...last.headers }, body: new Uint8Array(last.body) } };
        },
      },
    });
    client.middlewareStack.add(
      (next) => (args) => {
        const { headers } = sdkRequestSchema.pick({ headers: true }).parse(args.request);
        if (operation.wire.protocol !== 'aws-json' || headers['x-amz-target'] !== operation.wire.target) throw operationNotDeclared(operation.id, 'target');
        return next(args);
      },
      { step: 'finalizeRequest', name: 'vitrineGate', priority: 'low' },
    );
    try {
      const body = await send(client, operation.id, request);
      return { outcome: 'read', body, requestId: last === null ? null : requestIdOf(last) };
    } catch (error) {
      return failureOf(error, last, operation, clock());
    }
  }
  return { once };
}

/** The SDK's byte body also has string methods, which it warns about; only the bytes are read. */
function textOf(body: string | Uint8Array | undefined): string | null {
  if (body === undefined || typeof body === 'string') return body ?? null;
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

function send(client: CostExplorerClient, id: string, request: CloudRequest): Promise<unknown> {
  // The SDK's input types are what AWS documents; ours is data that AWS itself checks, so it is passed as it is.
  const input = (request.body ?? {}) as unknown as GetCostAndUsageWithResourcesCommandInput & GetCostAndUsageCommandInput;
  if (id === 'ce:GetCostAndUsage') return client.send(new GetCostAndUsageCommand(input));
  if (id === 'ce:GetCostAndUsageWithResources') return client.send(new GetCostAndUsageWithResourcesCommand(input));
  throw operationNotDeclared(id);
}

/** The provider's own words come from the raw answer: the SDK's error class hides XML refusals and HTML pages. */
function failureOf(error: unknown, last: WireResponse | null, operation: Operation, now: Date): CallResult {
  if (last !== null && last.status !== 200) return awsFailure(operation, last, now);
  if (last !== null) return { outcome: 'unavailable', operation: operation.id, reason: 'json-malformed', retryable: true };
  return unavailableFrom(error, operation.id);
}
