import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { envelopeSchema } from '@vitrine/crypto-envelope';
import { z } from 'zod';
import type { ForeignImplementation } from './foreign-implementation.js';

/** One question a line, one answer a line. As in its own compact form, the ephemeral key moves into the protected header before the text is encrypted. */
const program = `
import json, sys
from jwcrypto import jwe, jwk
from jwcrypto.common import base64url_decode, base64url_encode
algs = ['ECDH-ES+A256KW', 'RSA-OAEP-256', 'A256GCM']
def answer(ask):
    key = jwk.JWK(**ask['key'])
    if ask['do'] == 'open':
        token = jwe.JWE(algs=algs)
        token.deserialize(json.dumps(ask['jwe']), key)
        return {'plaintext': base64url_encode(token.payload)}
    token = jwe.JWE(base64url_decode(ask['plaintext']), protected=json.dumps(ask['header']), aad=base64url_decode(ask['aad']), algs=algs)
    token.add_recipient(key)
    if 'header' in token.objects:
        whole = dict(ask['header'], **json.loads(token.objects.pop('header')))
        token.objects['protected'] = json.dumps(whole, separators=(',', ':'))
        jose_header = token._get_jose_header()
        token._encrypt(*token._get_alg_enc_from_headers(jose_header), jose_header)
    made = json.loads(token.serialize())
    return {'envelope': {name: made[name] for name in ['protected', 'encrypted_key', 'iv', 'ciphertext', 'tag']}}
for line in sys.stdin:
    try:
        print(json.dumps(answer(json.loads(line))), flush=True)
    except Exception as error:
        print(json.dumps({'refused': type(error).__name__}), flush=True)
`;

const answerSchema = z.union([z.object({ plaintext: z.string() }), z.object({ envelope: envelopeSchema }), z.object({ refused: z.string() })]);
const encoded = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString('base64url');

/** Debian’s python3-jwcrypto, run by Debian’s own Python. */
export function startJwcrypto(): ForeignImplementation {
  const child = spawn('/usr/bin/python3', ['-c', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (question: object): Promise<z.infer<typeof answerSchema>> => {
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await lines.next();
    if (done === true) throw new Error('jwcrypto ended');
    return answerSchema.parse(JSON.parse(value));
  };
  return {
    name: 'jwcrypto (Python)',
    algorithms: ['ECDH-ES+A256KW', 'RSA-OAEP-256'],
    authenticatesAssociatedData: true,
    async open(envelope, associated, privateKey) {
      const answer = await ask({ do: 'open', jwe: { ...envelope, aad: encoded(associated) }, key: privateKey });
      if (!('plaintext' in answer)) throw new Error('refused');
      return Buffer.from(answer.plaintext, 'base64url');
    },
    async seal(plaintext, header, associated, publicKey) {
      const answer = await ask({ do: 'seal', plaintext: encoded(plaintext), header, aad: encoded(associated), key: publicKey });
      if (!('envelope' in answer)) throw new Error('refused');
      return answer.envelope;
    },
    stop: () => void child.kill(),
  };
}
