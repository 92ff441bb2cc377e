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

export interface AwsSigner {
  /** Headers with the signature over method, path, headers and body. */
  sign(request: { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string }, at: Date): Promise<Record<string, string>>;
}

export function awsSigner(service: string, region: string, keys: AwsKeys): AwsSigner {
  const signer = new SignatureV4({ service, region, sha256: Sha256, credentials: { ...keys } });
  return {
    async sign({ url, headers, body }, at) {
      const { protocol, hostname, port, pathname, host } = new URL(url);
      const signed = await signer.sign(
        { method: 'POST', protocol, hostname, ...(port === '' ? {} : { port: Number(port) }), path: pathname, query: {}, headers: { ...headers, host }, body },
        { signingDate: at },
      );
      return Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]));
    },
  };
}
