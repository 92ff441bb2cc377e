import type { Configuration, JWK } from 'oidc-provider';
import { memoryStore } from './memory-store.js';

/** Whom the issuer knows: exactly one person, of exactly one organization. */
export interface Persona {
  readonly subject: string;
  readonly email: string;
  readonly password: string;
  /** The `org_id` claim. */
  readonly organizationClaim: string;
}

export interface IssuerSettings {
  readonly issuer: string;
  readonly persona: Persona;
  /** Signing key, RS256, kept by the instance so that a token outlives a restart. */
  readonly privateJwk: JWK;
  readonly cookieKey: string;
}

export const AUDIENCE = 'vitrine';
export const CLIENT_ID = 'vitrine-terminal';
/** `vitrine login`: a native client, whose redirect is any port of its machine's loopback (RFC 8252 §7.3). */
export const CLI_CLIENT_ID = 'vitrine-cli';
/** RFC 8707 wants an absolute URI; the token's `aud` is the short name. */
const RESOURCE = 'urn:vitrine:api';
const HOUR = 3_600;

/** Two public clients with PKCE, one resource, nothing else switched on. */
export function issuerConfiguration({ issuer, persona, privateJwk, cookieKey }: IssuerSettings): Configuration {
  return {
    adapter: memoryStore(),
    renderError: (context, out) => {
      context.type = 'text/plain';
      // The library's own words for the refusal; nothing of the request.
      context.body = `${out.error}\n`;
    },
    clients: [
      {
        client_id: CLIENT_ID,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: [`${issuer}/signed-in`],
      },
      {
        client_id: CLI_CLIENT_ID,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1/callback'],
      },
    ],
    jwks: { keys: [privateJwk] },
    cookies: { keys: [cookieKey] },
    pkce: { required: () => true },
    scopes: ['openid'],
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: '', audience: AUDIENCE, accessTokenFormat: 'jwt', accessTokenTTL: HOUR, jwt: { sign: { alg: 'RS256' } } }),
      },
    },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, subject) =>
      subject === persona.subject ? { accountId: subject, claims: () => ({ sub: subject, email: persona.email }) } : undefined,
    extraTokenClaims: () => ({ org_id: persona.organizationClaim, email: persona.email }),
    // Both clients are our own, the issuer's page and the command line: asking the person for consent to himself would teach him to click yes.
    loadExistingGrant: async (context) => {
      const { client, session, provider } = context.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid');
      grant.addResourceScope(RESOURCE, '');
      await grant.save();
      return grant;
    },
    ttl: { AccessToken: HOUR, AuthorizationCode: 60, Grant: HOUR, IdToken: HOUR, Interaction: 600, Session: HOUR },
  };
}
