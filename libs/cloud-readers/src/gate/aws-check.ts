import type { AwsRestWire, Wire } from '../operations/operation.js';
import type { WireRequest } from './wire-request.js';

export interface AwsCheckInput {
  readonly wire: WireRequest;
  readonly url: URL;
  readonly path: string;
  /** Region that the host names, null at a global host or an operator's endpoint. */
  readonly region: string | null;
}

const formType = /^application\/x-www-form-urlencoded(?:; charset=utf-8)?$/i;
const signature =
  /^AWS4-HMAC-SHA256 Credential=[\w]{4,128}\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=[0-9a-f]{64}$/;

/** The wires of which every call is a POST to `/` that names its action inside. */
export type AwsActionWire = Exclude<Wire, { protocol: 'rest' } | AwsRestWire>;

/** Actions that AWS accepts without a signature; everything else unsigned is a mistake that should not leave. */
const unsigned = new Set(['AssumeRoleWithWebIdentity']);

/**
 * Why an AWS request is not the declared action, or null. Nearly every AWS call is a POST to `/`, so the verb says nothing:
 * the action in the body (or the target header) is what is compared, and nothing beside it may name another.
 */
export function awsRefusal(declared: AwsActionWire, { wire, url, path, region }: AwsCheckInput): string | null {
  if (wire.method !== 'POST') return 'method is not POST';
  if (path !== '/') return 'path is not /';
  // An `Action` in the query string would compete with the one in the body.
  if (url.search !== '') return 'query string is not allowed';
  if (wire.body === null) return 'body is missing';
  const refusal = declared.protocol === 'aws-query' ? queryRefusal(declared, wire, wire.body) : jsonRefusal(declared, wire, wire.body);
  return refusal ?? signatureRefusal(declared, wire, region);
}

function queryRefusal(declared: Extract<Wire, { protocol: 'aws-query' }>, wire: WireRequest, body: string): string | null {
  if (!formType.test(wire.headers['content-type'] ?? '')) return 'content type is not the declared one';
  // A target header would switch some services to their JSON protocol, where the body's Action counts for nothing.
  if (wire.headers['x-amz-target'] !== undefined) return 'target header is not allowed here';
  const form = new URLSearchParams(body);
  const names = [...form.keys()];
  if (names.some((name) => /^(?:action|version|operation)$/i.test(name) && name !== 'Action' && name !== 'Version')) return 'a second way to name an action';
  if (form.getAll('Action').length !== 1 || form.get('Action') !== declared.action) return 'action is not the declared one';
  if (form.getAll('Version').length !== 1 || form.get('Version') !== declared.version) return 'version is not the declared one';
  return null;
}

function jsonRefusal(declared: Extract<Wire, { protocol: 'aws-json' }>, wire: WireRequest, body: string): string | null {
  if (wire.headers['content-type'] !== declared.contentType) return 'content type is not the declared one';
  if (wire.headers['x-amz-target'] !== declared.target) return 'target is not the declared one';
  if (!body.startsWith('{') || /"(?:Action|Operation|X-Amz-Target)"\s*:/.test(body)) return 'body is not the declared one';
  return null;
}

function signatureRefusal(declared: AwsActionWire, wire: WireRequest, region: string | null): string | null {
  if (declared.protocol === 'aws-query' && unsigned.has(declared.action))
    return wire.headers['authorization'] === undefined ? null : 'this action is sent unsigned';
  return signedRefusal(wire, declared.service, region, ['host', 'content-type', ...(declared.protocol === 'aws-json' ? ['x-amz-target'] : [])]);
}

/** Why a signature is not one for this service and region over everything that the gate compared, or null. */
export function signedRefusal(wire: WireRequest, service: string, region: string | null, needed: readonly string[]): string | null {
  const [, signedRegion, signedService, signedHeaders] = signature.exec(wire.headers['authorization'] ?? '') ?? [];
  if (signedService !== service) return 'not signed for the declared service';
  if (region !== null && signedRegion !== region) return 'not signed for the region of the host';
  const signed = (signedHeaders ?? '').split(';');
  return needed.every((name) => signed.includes(name)) ? null : 'the signature leaves out what is checked';
}
