import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { VitrineError } from '@vitrine/contracts';
import type { AwsLogin } from './aws-profile.js';

/** SHA-256 in the form that the signer wants. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }

  reset(): void {
    throw new Error('a hash of the signer is used once');
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
}

export interface AwsQuery {
  readonly endpoint: string;
  readonly service: 'sts' | 'iam';
  readonly region: string;
  readonly version: string;
  readonly action: 'GetCallerIdentity' | 'GetFederationToken' | 'AssumeRole' | 'SimulatePrincipalPolicy';
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * One signed call of the AWS Query protocol, about the login itself: who it is, a narrower session of it, what it could do.
 * @returns the answer's XML
 * @throws VitrineError `aws-<error code>` with the cloud's status
 */
export async function askAws(login: AwsLogin, { endpoint, service, region, version, action, parameters = {} }: AwsQuery, signal: AbortSignal): Promise<string> {
  const url = new URL('/', endpoint);
  const body = new URLSearchParams({ Action: action, Version: version, ...parameters }).toString();
  const credentials = {
    accessKeyId: login.accessKeyId,
    secretAccessKey: login.secretAccessKey,
    ...(login.sessionToken === null ? {} : { sessionToken: login.sessionToken }),
  };
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const signed = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: '/',
    query: {},
    headers: { host: url.host, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body,
  });
  const { host: _host, ...headers } = signed.headers;
  const response = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]) });
  const text = await response.text();
  if (response.ok) return text;
  const code = element(text, 'Code') ?? String(response.status);
  throw new VitrineError({ code: `aws-${code}`, status: response.status === 401 ? 400 : response.status, publicMessage: `AWS refused ${action}: ${code}.` });
}

/** The text of the first element of that name. Enough for these four answers, whose values hold no markup. */
export function element(xml: string, name: string): string | null {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text === undefined ? null : text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
