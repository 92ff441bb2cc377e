import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { z } from 'zod';

/** The operator's own identity that may use the key; renewed from outside by replacing the file that holds it. */
export const awsIdentitySchema = z.strictObject({
  accessKeyId: z.string().min(16),
  secretAccessKey: z.string().min(1),
  sessionToken: z.string().min(1).exactOptional(),
});
export type AwsIdentity = Readonly<z.infer<typeof awsIdentitySchema>>;

type Data = string | ArrayBuffer | ArrayBufferView;
const bytesOf = (data: Data): Uint8Array =>
  typeof data === 'string'
    ? Buffer.from(data, 'utf8')
    : ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data);

/** SHA-256 and its HMAC by node's own crypto, in the form that the signer wants. */
class Sha256 {
  #hash: Hash | Hmac;

  constructor(private readonly secret?: Data) {
    this.#hash = this.#start();
  }

  update(data: Data): void {
    this.#hash.update(bytesOf(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }

  reset(): void {
    this.#hash = this.#start();
  }

  #start(): Hash | Hmac {
    return this.secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(this.secret));
  }
}

/** Signature Version 4 over a POST to `/` of this origin. @returns all headers to send but the length */
export async function signAwsRequest(request: {
  readonly origin: string;
  readonly service: string;
  readonly region: string;
  readonly identity: AwsIdentity;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}): Promise<Record<string, string>> {
  const { protocol, hostname, host, port } = new URL(request.origin);
  const signer = new SignatureV4({ service: request.service, region: request.region, sha256: Sha256, credentials: { ...request.identity } });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol,
    hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    path: '/',
    query: {},
    headers: { ...request.headers, host },
    body: request.body,
  });
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
