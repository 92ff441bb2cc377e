/** What a Signature Version 4 header says about the call. The signature itself is not recomputed. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  /** The signing name: `ec2`, `iam`, `monitoring` … */
  readonly service: string;
}

export type ReadScope = { readonly kind: 'signed'; readonly scope: CredentialScope } | { readonly kind: 'absent' } | { readonly kind: 'malformed' };

const SIGNATURE_V4 =
  /^AWS4-HMAC-SHA256 Credential=([A-Z0-9]{16,128})\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=[0-9a-f]{64}$/;

/** Reads the Authorization header; `malformed` where AWS would answer IncompleteSignature. */
export function readCredentialScope(headers: Readonly<Record<string, string>>): ReadScope {
  const authorization = headers['authorization'];
  if (authorization === undefined) return { kind: 'absent' };
  const match = SIGNATURE_V4.exec(authorization);
  const [, accessKeyId, date, region, service, signedHeaders] = match ?? [];
  if (accessKeyId === undefined || date === undefined || region === undefined || service === undefined || signedHeaders === undefined)
    return { kind: 'malformed' };
  // Host and date must be signed, or the same signature could be replayed elsewhere or later.
  const signed = signedHeaders.split(';');
  const dated = headers['x-amz-date']?.startsWith(date) === true;
  if (!signed.includes('host') || !signed.includes('x-amz-date') || !dated) return { kind: 'malformed' };
  return { kind: 'signed', scope: { accessKeyId, region, service } };
}
