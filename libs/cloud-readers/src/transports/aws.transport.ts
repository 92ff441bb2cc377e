import { z } from 'zod';
import type { CallResult, CloudRequest } from '../engine/cloud-request.js';
import { addressOf } from '../gate/address.js';
import type { Gate } from '../gate/gate.js';
import type { AwsActionWire } from '../gate/aws-check.js';
import type { AwsRestWire, Operation } from '../operations/operation.js';
import type { Endpoints } from '../sessions/endpoints.js';
import { awsErrorOf, awsFailure, requestIdOf } from './aws-error.js';
import { queryBody } from './aws-query-body.js';
import { absentAnswer, awsRestRequest } from './aws-rest-request.js';
import { awsSigner, type AwsKeys, type AwsSigner, type UnsignedRequest } from './aws-signer.js';
import { requestMalformed, unavailableFrom } from './call-failure.js';
import { fileChanged, pieceOf } from './file-piece.js';
import type { HttpSender, WireResponse } from './http-sender.js';
import { parseJsonBody } from './json-body.js';
import type { ResponseMeter, Transport } from './transport.js';
import { scanXml } from './xml-scan.js';

export interface AwsTransportOptions {
  readonly gate: Gate;
  readonly sender: HttpSender;
  readonly endpoints: Endpoints;
  /** Null for the one sign-in that needs no signature. */
  readonly keys: AwsKeys | null;
  readonly clock: () => Date;
  readonly meter: ResponseMeter;
}

/** Region that signs and answers for services that have one endpoint for the whole account. */
const globalRegion = 'us-east-1';

/**
 * Our own thin signed transport: one request, one declared operation, and an answer of which only the declared shape is built.
 * (An SDK client per service would cost 60 ms a page and bring write commands into the bundle.)
 */
export function createAwsTransport({ gate, sender, endpoints, keys, clock, meter }: AwsTransportOptions): Transport {
  const signers = new Map<string, AwsSigner>();

  function signerFor(service: string, region: string, of: AwsKeys): AwsSigner {
    const key = `${service}/${region}`;
    const signer = signers.get(key) ?? awsSigner(service, region, of);
    signers.set(key, signer);
    return signer;
  }

  async function once(operation: Operation, request: CloudRequest, trace: Readonly<Record<string, string>>, signal: AbortSignal): Promise<CallResult> {
    const { wire } = operation;
    if (wire.protocol === 'rest') throw requestMalformed(operation.id, 'not an AWS operation');
    const region = wire.host.includes('{region}') ? (request.region ?? globalRegion) : globalRegion;
    const { origin } = addressOf(operation, region, endpoints);
    const unsigned =
      wire.protocol === 'aws-rest' ? awsRestRequest(operation.id, wire, request, origin, trace) : actionRequest(operation, wire, request, origin, trace);
    const headers = keys === null ? unsigned.headers : await signerFor(wire.service, region, keys).sign(unsigned, clock());
    const admitted = gate.admit([operation.id], { ...unsigned, headers });
    try {
      const response = await sender.send(admitted, signal);
      meter.bytes = response.body.length;
      if (wire.protocol === 'aws-rest' && wire.bytes === true) {
        if (response.status === 206) return { outcome: 'read', body: pieceOf(response, request.range), requestId: requestIdOf(response) };
        return response.status === 412 ? fileChanged(operation.id) : awsFailure(operation, response, clock());
      }
      if (response.status !== 200) {
        // "There is none" is an answer: without it a bucket without rules would read as one that could not be read.
        if (wire.protocol === 'aws-rest' && wire.absent !== undefined && awsErrorOf(response).code === wire.absent)
          return { outcome: 'read', body: absentAnswer, requestId: requestIdOf(response) };
        return awsFailure(operation, response, clock());
      }
      return { outcome: 'read', body: answerOf(wire, request, response), requestId: requestIdOf(response) };
    } catch (error) {
      return unavailableFrom(error, operation.id);
    }
  }

  return { once };
}

function actionRequest(
  operation: Operation,
  wire: AwsActionWire,
  request: CloudRequest,
  origin: string,
  trace: Readonly<Record<string, string>>,
): UnsignedRequest {
  if (request.path !== undefined || request.query !== undefined || request.continuation !== undefined)
    throw requestMalformed(operation.id, 'AWS calls of this kind take a body only');
  return { method: 'POST', url: `${origin}/`, headers: { ...headersOf(wire), ...trace }, body: bodyOf(wire, request) };
}

function bodyOf(wire: AwsActionWire, request: CloudRequest): string {
  return wire.protocol === 'aws-query' ? queryBody(wire.service, wire.action, wire.version, request.body ?? {}) : JSON.stringify(request.body ?? {});
}

function headersOf(wire: AwsActionWire): Record<string, string> {
  return wire.protocol === 'aws-query'
    ? { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', 'user-agent': 'vitrine' }
    : { 'content-type': wire.contentType, 'x-amz-target': wire.target, 'user-agent': 'vitrine' };
}

/** Query answers wrap their content in `<ActionResult>` everywhere but at EC2; readers see the content only. */
function answerOf(wire: AwsActionWire | AwsRestWire, request: CloudRequest, response: WireResponse): unknown {
  if (wire.protocol === 'aws-rest') return wire.root === undefined ? parseJsonBody(response.body) : scanXml(response.body, wire.root, request.shape ?? {});
  if (wire.protocol === 'aws-json') return parseJsonBody(response.body);
  const root = `${wire.action}Response`;
  const shape = request.shape ?? {};
  if (wire.service === 'ec2') return scanXml(response.body, root, shape);
  const result = `${wire.action}Result`;
  return z.record(z.string(), z.unknown()).parse(scanXml(response.body, root, wrapped(result, shape)))[result];
}

const wrappers = new WeakMap<object, Map<string, { readonly [element: string]: NonNullable<CloudRequest['shape']> }>>();

/** The same wrapper object for the same shape, so that the scanner's plan of it is made once. */
function wrapped(result: string, shape: NonNullable<CloudRequest['shape']>): { readonly [element: string]: NonNullable<CloudRequest['shape']> } {
  if (typeof shape === 'string') return { [result]: shape };
  const known = wrappers.get(shape) ?? new Map<string, { readonly [element: string]: NonNullable<CloudRequest['shape']> }>();
  wrappers.set(shape, known);
  const wrapper = known.get(result) ?? { [result]: shape };
  known.set(result, wrapper);
  return wrapper;
}
