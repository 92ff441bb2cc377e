import type { CloudRequest } from '../engine/cloud-request.js';
import { fillPath } from '../gate/path-template.js';
import type { AwsRestWire } from '../operations/operation.js';
import { requestMalformed } from './call-failure.js';
import { rangeHeaders } from './file-piece.js';
import type { UnsignedRequest } from './aws-signer.js';

/** What a call answers where the service says that there is none of what was asked. */
export const absentAnswer = Object.freeze({ absent: true });

/**
 * A REST request of AWS before its signature: the operation's own path and query words, filled with the reader's.
 * @throws VitrineError `request-malformed`
 */
export function awsRestRequest(
  operationId: string,
  wire: AwsRestWire,
  request: CloudRequest,
  origin: string,
  trace: Readonly<Record<string, string>>,
): UnsignedRequest {
  if (request.continuation !== undefined) throw requestMalformed(operationId, 'AWS gives no next link');
  const path = fillPath(wire.path, request.path ?? {});
  if (path === null) throw requestMalformed(operationId, 'path');
  const query = Object.entries({ ...request.query, ...wire.fixed });
  const search = query.map(([name, value]) => `${strictly(name)}=${strictly(value)}`).join('&');
  const url = new URL(`${origin}${path}${search === '' ? '' : `?${search}`}`).href;
  const headers = { 'user-agent': 'vitrine', ...trace, ...(wire.bytes === true ? rangeHeaders(operationId, request.range) : {}) };
  return wire.method === 'GET'
    ? { method: 'GET', url, headers, body: null }
    : { method: 'POST', url, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(request.body ?? {}) };
}

/** RFC 3986, as SigV4 counts: a blank is `%20`, never `+`. */
function strictly(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
}
