import { VitrineError } from '@vitrine/contracts';
import { operationNotDeclared } from '../operations/manifest.js';
import type { Operation } from '../operations/operation.js';
import type { Endpoints } from '../sessions/endpoints.js';
import { matchAddress } from './address.js';
import { awsRefusal } from './aws-check.js';
import { awsRestRefusal } from './aws-rest-check.js';
import type { BillingPins } from './billing-pins.js';
import type { CallObserver } from './call-observer.js';
import { exportRefusal, isFileHeader } from './export-pin.js';
import { restRefusal } from './rest-check.js';
import { stampAdmitted, type AdmittedRequest, type WireRequest } from './wire-request.js';

export interface GateOptions {
  readonly endpoints: Endpoints;
  /** The closed list; a session passes what it was opened for and its sign-in. */
  readonly operations: readonly Operation[];
  readonly pins: BillingPins;
  readonly observer: CallObserver;
}

/** The only way out: compares a finished, signed request with the declarations. */
export interface Gate {
  /**
   * Admits a request that is exactly one of the named operations.
   * @throws VitrineError `operation-not-declared`, before a byte leaves
   */
  admit(operationIds: readonly string[], wire: WireRequest): AdmittedRequest;
}

const largestBody = 1024 * 1024;
const allowedHeaders = new Set([
  ...['accept', 'accept-encoding', 'accept-language', 'authorization', 'connection', 'content-length', 'content-type', 'host', 'user-agent'],
  ...['traceparent', 'client-request-id', 'return-client-request-id', 'clienttype', 'cache-control'],
  ...[
    'x-amz-date',
    'x-amz-target',
    'x-amz-security-token',
    'x-amz-content-sha256',
    'x-amz-user-agent',
    'x-amzn-query-mode',
    'amz-sdk-invocation-id',
    'amz-sdk-request',
  ],
  ...['x-ms-client-request-id', 'x-ms-return-client-request-id', 'x-ms-useragent', 'x-client-sku', 'x-client-ver', 'x-client-os', 'x-client-cpu'],
  ...['x-client-current-telemetry', 'x-client-last-telemetry', 'x-ms-lib-capability', 'x-app-name', 'x-app-ver', 'x-anchormailbox'],
  ...['x-goog-api-client', 'x-goog-user-project', 'x-goog-request-params'],
]);

export function createGate({ endpoints, operations, pins, observer }: GateOptions): Gate {
  const declared = new Map(operations.map((operation) => [operation.id, operation]));
  const dryRuns = new Set<string>();

  function refusal(operation: Operation, wire: WireRequest): string | null {
    const common = commonRefusal(operation, wire);
    if (common !== null) return common;
    const url = new URL(wire.url);
    const address = matchAddress(operation, url.origin, endpoints, pins.blobExport?.storageAccount);
    if (address === null) return 'host is not the declared one';
    if (!url.pathname.startsWith(address.prefix)) return 'path is not the declared one';
    if (operation.list === 'billing' && !isPinned(operation, pins)) return 'the connection has no pin for billing data';
    const path = url.pathname.slice(address.prefix.length);
    const outside = exportRefusal(operation, { url, path, place: address.region, pins });
    if (outside !== null) return outside;
    if (operation.wire.protocol === 'rest') return restRefusal(operation, operation.wire, { wire, url, path, pins, dryRuns });
    if (operation.wire.protocol === 'aws-rest') return awsRestRefusal(operation.wire, { wire, url, path, region: address.region });
    return awsRefusal(operation.wire, { wire, url, path, region: address.region });
  }

  return {
    admit(operationIds, wire) {
      const reasons: string[] = [];
      for (const id of operationIds) {
        const operation = declared.get(id);
        const reason = operation === undefined ? 'not on the list of this session' : refusal(operation, wire);
        if (operation !== undefined && reason === null) return stampAdmitted(wire, operation);
        reasons.push(`${id}: ${reason ?? ''}`);
      }
      const [first = ''] = operationIds;
      observer.refused({ cloud: declared.get(first)?.cloud ?? cloudOf(first), operation: first, reason: reasons.join('; ') });
      throw operationIds.length === 0 ? operationNotDeclared('nothing named') : operationNotDeclared(operationIds.join(', '), reasons.join('; '));
    },
  };
}

function commonRefusal(operation: Operation, wire: WireRequest): string | null {
  if (!URL.canParse(wire.url)) return 'not a URL';
  const url = new URL(wire.url);
  // What we compare must be what is sent: a URL that parsing would change is refused instead of normalised.
  if (url.href !== wire.url) return 'URL is not in its canonical form';
  if (url.username !== '' || url.password !== '' || url.hash !== '') return 'URL has a user part or a fragment';
  for (const [name, value] of Object.entries(wire.headers)) {
    // `X-HTTP-Method-Override: DELETE` turns a declared GET into a write at several providers, so unknown headers do not leave.
    if (!allowedHeaders.has(name) && !isFileHeader(operation, name, value)) return `header ${name} is not allowed`;
    if (/[\r\n\0]/.test(value)) return `header ${name} holds a line break`;
  }
  return wire.body !== null && Buffer.byteLength(wire.body) > largestBody ? 'body is over the limit' : null;
}

function isPinned(operation: Operation, pins: BillingPins): boolean {
  if (operation.pinnedTo === 'bucket') return operation.cloud === 'aws' ? pins.s3Export !== undefined : pins.blobExport !== undefined;
  switch (operation.cloud) {
    case 'aws':
      return pins.awsAccountId !== undefined;
    case 'azure':
      return (pins.azureScopes ?? []).length > 0;
    case 'gcp':
      return pins.bigQuery !== undefined;
  }
}

function cloudOf(id: string): Operation['cloud'] {
  if (/^[a-z0-9-]+:[A-Za-z]+$/.test(id)) return 'aws';
  return /^microsoft\.|^entra|azure/i.test(id) ? 'azure' : 'gcp';
}

/** True for the gate's own refusal, which is never a provider's answer and never retried. */
export function isGateRefusal(error: unknown): error is VitrineError {
  return error instanceof VitrineError && error.code === 'operation-not-declared';
}
