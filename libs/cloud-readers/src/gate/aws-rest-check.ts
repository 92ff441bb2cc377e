import { createHash } from 'node:crypto';
import type { AwsRestWire } from '../operations/operation.js';
import { signedRefusal, type AwsCheckInput } from './aws-check.js';
import { matchPath } from './path-template.js';

/**
 * Why a request is not the declared REST operation of AWS, or null. At S3 one path serves dozens of operations that the query
 * tells apart (`GET /bucket` lists the objects, `GET /bucket?lifecycle` reads the rules), so every member of it is compared.
 */
export function awsRestRefusal(declared: AwsRestWire, { wire, url, path, region }: AwsCheckInput): string | null {
  if (wire.method !== declared.method) return 'method is not the declared one';
  if (matchPath(declared.path, path) === null) return 'path is not the declared one';
  const refusal = queryRefusal(declared, url.searchParams) ?? bodyRefusal(declared, wire.body, wire.headers);
  if (refusal !== null) return refusal;
  // The hash is what S3 checks the body against; one of other bytes would let a body be swapped after signing.
  const hash = wire.headers['x-amz-content-sha256'];
  if (
    hash !==
    createHash('sha256')
      .update(wire.body ?? '')
      .digest('hex')
  )
    return 'the signed body is not the one that is sent';
  return signedRefusal(wire, declared.service, region, ['host', 'x-amz-content-sha256', ...(declared.method === 'POST' ? ['content-type'] : [])]);
}

function queryRefusal(declared: AwsRestWire, given: URLSearchParams): string | null {
  const names = [...given.keys()];
  if (new Set(names).size !== names.length) return 'a query parameter is given twice';
  const fixed = Object.entries(declared.fixed ?? {});
  if (fixed.some(([name, value]) => given.get(name) !== value)) return 'the query does not name the declared operation';
  const known = new Set([...fixed.map(([name]) => name), ...(declared.query ?? [])]);
  return names.every((name) => known.has(name)) ? null : 'a query parameter is not declared';
}

function bodyRefusal(declared: AwsRestWire, body: string | null, headers: Readonly<Record<string, string>>): string | null {
  // A target header would switch a service to its JSON protocol, where path and query count for nothing.
  if (headers['x-amz-target'] !== undefined) return 'target header is not allowed here';
  if (declared.method === 'GET') return body === null ? null : 'a GET carries no body';
  if (headers['content-type'] !== 'application/json') return 'content type is not the declared one';
  return body?.startsWith('{') === true ? null : 'body is not the declared one';
}
