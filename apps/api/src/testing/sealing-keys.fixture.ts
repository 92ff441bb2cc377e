import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

/** A public key set as the operator would publish it. The private halves are dropped here: the API's specs cannot open either. */
export async function testSealingKeys(now: Date = new Date()): Promise<unknown> {
  const seconds = Math.floor(now.getTime() / 1000);
  const keys = await Promise.all(
    ['aws', 'azure', 'gcp'].map(async (cloud) => {
      const { publicKey } = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
      const { kty, crv, x, y } = await exportJWK(publicKey);
      const kid = await calculateJwkThumbprint({ kty, crv, x, y } as Parameters<typeof calculateJwkThumbprint>[0]); // exportJWK types every member optional.
      return { kty, crv, x, y, kid, alg: 'ECDH-ES+A256KW', use: 'enc', nbf: seconds - 60, exp: seconds + 86_400, status: 'current', cloud };
    }),
  );
  return { keys };
}
