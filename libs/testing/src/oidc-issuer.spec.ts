import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { startTestIssuer, type TestIssuer } from './oidc-issuer.js';

describe('the test issuer', () => {
  let issuer: TestIssuer;
  beforeAll(async () => {
    issuer = await startTestIssuer({ audience: 'vitrine' });
  });
  afterAll(async () => {
    await issuer.stop();
  });

  const verify = async (token: string): Promise<Record<string, unknown>> => {
    const discovered = await fetch(`${issuer.issuer}/.well-known/openid-configuration`);
    const { jwks_uri } = (await discovered.json()) as { jwks_uri: string };
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(jwks_uri)), { issuer: issuer.issuer, audience: 'vitrine', typ: 'at+jwt' });
    return payload;
  };

  it('mints what a resource server accepts after discovery, with the claims asked for', async () => {
    const token = await issuer.mint({ subject: 'ann', claims: { org_id: 'org_1', scope: 'vitrine.findings.read' } });
    expect(await verify(token)).toMatchObject({ sub: 'ann', org_id: 'org_1', scope: 'vitrine.findings.read' });
  });

  it('mints forgeries and expired tokens that a resource server refuses', async () => {
    await expect(issuer.mint({ subject: 'eve', foreignKey: true }).then(verify)).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' });
    await expect(issuer.mint({ subject: 'eve', lifetime: -60 }).then(verify)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
  });

  it('keeps old tokens valid through a rotation unless told to forget the key', async () => {
    const before = await issuer.mint({ subject: 'ann' });
    await issuer.rotate();
    await expect(verify(before)).resolves.toMatchObject({ sub: 'ann' });
    await issuer.rotate({ forget: true });
    await expect(verify(before)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });
});
