import type { Operation, Wire } from '../operations/operation.js';
import type { BillingPins } from './billing-pins.js';
import type { BodyCheck } from './body-check.js';
import { bodyChecks, resourceGraphCheck } from './body-checks.js';
import { matchPath } from './path-template.js';
import type { WireRequest } from './wire-request.js';

export interface RestCheckInput {
  readonly wire: WireRequest;
  readonly url: URL;
  readonly path: string;
  readonly pins: BillingPins;
  readonly dryRuns: Set<string>;
}

/** Why a REST request is not the declared operation, or null. */
export function restRefusal(
  operation: Operation,
  declared: Extract<Wire, { protocol: 'rest' }>,
  { wire, url, path, pins, dryRuns }: RestCheckInput,
): string | null {
  if (wire.method !== declared.method) return 'method is not the declared one';
  const holes = matchPath(declared.path, path);
  if (holes === null) return 'path is not the declared one';
  const refusal = queryRefusal(declared, url.searchParams);
  if (refusal !== null) return refusal;
  if (declared.method === 'GET') return wire.body === null ? null : 'a GET carries no body';
  const check = bodyCheckOf(operation, declared.path);
  if (check === undefined || wire.body === null) return 'no declared body';
  return check(wire.body, { holes, pins, dryRuns });
}

function queryRefusal(declared: Extract<Wire, { protocol: 'rest' }>, given: URLSearchParams): string | null {
  const names = [...given.keys()];
  if (new Set(names).size !== names.length) return 'a query parameter is given twice';
  const version = given.get('api-version');
  if (version !== (declared.apiVersion ?? null)) return 'api-version is not the declared one';
  const fixed = Object.entries(declared.fixed ?? {});
  // At Blob Storage `comp=list` and `comp=acl` are two operations on one path.
  if (fixed.some(([name, value]) => given.get(name) !== value)) return 'the query does not name the declared operation';
  const known = new Set(['api-version', ...fixed.map(([name]) => name), ...(declared.query ?? [])]);
  const unknown = names.find((name) => !known.has(name));
  return unknown === undefined ? null : 'a query parameter is not declared';
}

function bodyCheckOf(operation: Operation, path: string): BodyCheck | undefined {
  return path === '/providers/Microsoft.ResourceGraph/resources' ? resourceGraphCheck(operation.permission) : bodyChecks[operation.id];
}
