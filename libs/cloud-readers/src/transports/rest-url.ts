import type { CloudRequest } from '../engine/cloud-request.js';
import { addressOf } from '../gate/address.js';
import { fillPath } from '../gate/path-template.js';
import type { Operation, Wire } from '../operations/operation.js';
import type { Endpoints } from '../sessions/endpoints.js';
import { continuationRefused, requestMalformed } from './call-failure.js';

/**
 * The URL of a REST call: the operation's template filled with the reader's holes, or the provider's own next link where it
 * leads to the very same place.
 * @throws VitrineError `request-malformed`, `continuation-refused`
 */
export function restUrl(operation: Operation, request: CloudRequest, endpoints: Endpoints): string {
  const wire = restWireOf(operation);
  const path = fillPath(wire.path, request.path ?? {});
  if (path === null) throw requestMalformed(operation.id, 'path');
  const address = addressOf(operation, request.region, endpoints, request.account);
  const url = new URL(`${address.origin}${address.prefix}${path}`);
  if (request.continuation !== undefined) return sameplace(operation, url, request.continuation);
  if (wire.apiVersion !== undefined) url.searchParams.set('api-version', wire.apiVersion);
  for (const [name, value] of Object.entries({ ...request.query, ...wire.fixed })) url.searchParams.set(name, value);
  return url.href;
}

/** @throws VitrineError `request-malformed` */
export function restWireOf({ id, wire }: Operation): Extract<Wire, { protocol: 'rest' }> {
  if (wire.protocol !== 'rest') throw requestMalformed(id, 'not a REST operation');
  return wire;
}

/** A hostile `nextLink` would carry the bearer token to whatever host it names; case of paths differs at ARM, nothing else may. */
function sameplace(operation: Operation, own: URL, link: string): string {
  if (!URL.canParse(link)) throw continuationRefused(operation.id);
  const next = new URL(link);
  if (next.origin !== own.origin || next.username !== '' || next.password !== '') throw continuationRefused(operation.id);
  if (next.pathname.toLowerCase() !== own.pathname.toLowerCase()) throw continuationRefused(operation.id);
  own.search = next.search;
  return own.href;
}
