import type { ApiTokenText } from './api-token-text.js';
import type { VerifiedIdentity } from './oidc-verifier.js';

/** What a strategy accepted; the tenant guard then asks the rows. */
export type Presented = { readonly kind: 'oidc'; readonly identity: VerifiedIdentity } | { readonly kind: 'api-token'; readonly token: ApiTokenText };
