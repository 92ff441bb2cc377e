import { ClientAssertionCredential, ClientSecretCredential, type TokenCredentialOptions } from '@azure/identity';
import type { TokenCredential } from '@azure/core-auth';
import type { Gate } from '../gate/gate.js';
import type { Endpoints } from '../sessions/endpoints.js';
import { gatedHttpClient } from './azure-http-client.js';
import { NoTokenError } from './azure.transport.js';
import type { HttpSender } from './http-sender.js';

interface SignInOptions {
  readonly gate: Gate;
  readonly sender: HttpSender;
  readonly endpoints: Endpoints;
}

const signInIds = ['entra/token', 'entra/openid-configuration'];

/** The authority is fixed by us: neither the environment (`AZURE_AUTHORITY_HOST`) nor an instance discovery may move it. */
function options({
  gate,
  sender,
  endpoints,
}: SignInOptions): TokenCredentialOptions & { disableInstanceDiscovery: boolean; additionallyAllowedTenants: string[] } {
  return {
    authorityHost: endpoints.azureAuthority ?? 'https://login.microsoftonline.com',
    disableInstanceDiscovery: true,
    additionallyAllowedTenants: [],
    httpClient: gatedHttpClient(gate, sender, () => signInIds),
    retryOptions: { maxRetries: 0 },
  };
}

export function clientSecretCredential(tenantId: string, clientId: string, clientSecret: string, through: SignInOptions): TokenCredential {
  return new ClientSecretCredential(tenantId, clientId, clientSecret, options(through));
}

/** `assertion` mints a short OIDC assertion of this Vitrine for this connection; no secret is stored anywhere. */
export function federatedCredential(tenantId: string, clientId: string, assertion: () => Promise<string>, through: SignInOptions): TokenCredential {
  return new ClientAssertionCredential(tenantId, clientId, assertion, options(through));
}

/** Tokens borrowed from the user's own login, by audience. A family without a token is denied, never signed in for. */
export function borrowedCredential(tokens: Readonly<Record<string, string | undefined>>, expiresAt: Date): TokenCredential {
  return {
    getToken(scopes) {
      const [scope = ''] = typeof scopes === 'string' ? [scopes] : scopes;
      const token = tokens[scope];
      if (token === undefined) return Promise.reject(new NoTokenError(scope));
      return Promise.resolve({ token, expiresOnTimestamp: expiresAt.getTime() });
    },
  };
}
