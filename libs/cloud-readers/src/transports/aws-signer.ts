import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

/** A short session's keys. Held in memory only, dropped on close. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** SHA-256 and its HMAC by node's own crypto, in the form that the signer wants. */
class Sha256 {
  private hash: Hash | Hmac;

  constructor(private readonly secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = this.start();
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytes(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.hash.digest()));
  }

  reset(): void {
    this.hash = this.start();
  }

  private start(): Hash | Hmac {
    return this.secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(this.secret));
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
}

/** A request before its signature; `body` null is a GET. */
export interface UnsignedRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface AwsSigner {
  /** Headers with the signature over method, path, query, headers and body. */
  sign(request: Omit<UnsignedRequest, 'method'> & { readonly method?: 'GET' | 'POST' }, at: Date): Promise<Record<string, string>>;
}

export function awsSigner(service: string, region: string, keys: AwsKeys): AwsSigner {
  // S3 alone signs a path as it is sent; everywhere else it is encoded once more.
  const signer = new SignatureV4({ service, region, sha256: Sha256, credentials: { ...keys }, uriEscapePath: service !== 's3' });
  return {
    async sign({ method = 'POST', url, headers, body }, at) {
      const { protocol, hostname, pathname, host, searchParams } = new URL(url);
      const where = { protocol, hostname, path: pathname, query: Object.fromEntries(searchParams) };
      const signed = await signer.sign({ method, ...where, headers: { ...headers, host }, ...(body === null ? {} : { body }) }, { signingDate: at });
      return Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]));
    },
  };
}
