import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SimRequest } from '../http/sim-request.js';

export type SignatureCheck = { readonly outcome: 'signed'; readonly accessKeyId: string; readonly region: string } | { readonly outcome: 'absent' | 'wrong' };

const authorizationForm =
  /^AWS4-HMAC-SHA256 Credential=([A-Z0-9]{16,128})\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

/** Signature Version 4 computed again from what arrived: other bytes, another host or another secret give another signature. */
export function checkSignature(request: SimRequest, service: string, secretOf: (accessKeyId: string) => string | undefined): SignatureCheck {
  const match = authorizationForm.exec(request.headers['authorization'] ?? '');
  if (match === null) return { outcome: 'absent' };
  const [, accessKeyId = '', day = '', region = '', named = '', signedHeaders = '', signature = ''] = match;
  const secret = secretOf(accessKeyId);
  if (secret === undefined || named !== service) return { outcome: 'wrong' };
  const names = signedHeaders.split(';');
  // Without them the signature would hold for another host or time.
  if (!names.includes('host') || !names.includes('x-amz-date')) return { outcome: 'wrong' };
  const canonical = [
    request.method,
    request.url.pathname,
    request.url.search.slice(1),
    ...names.map((name) => `${name}:${(request.headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}`),
    '',
    signedHeaders,
    sha256(request.body),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'] ?? '', `${day}/${region}/${service}/aws4_request`, sha256(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer>((previous, part) => hmac(previous, part), Buffer.from(`AWS4${secret}`));
  return timingSafeEqual(hmac(key, toSign), Buffer.from(signature, 'hex')) ? { outcome: 'signed', accessKeyId, region } : { outcome: 'wrong' };
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
