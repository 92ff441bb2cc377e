import { badParameter, unsupportedGrant } from './exchange-refusals.js';
import { ACCESS_TOKEN_TYPE, GRANT_TYPE, ID_TOKEN_TYPE, type TokenRequest } from './token-exchange.schemas.js';

export interface WantedExchange {
  readonly subjectToken: string;
  /** The trust rule, as it was sent. */
  readonly audience: string;
  readonly scopes: 'all' | readonly string[];
}

/**
 * RFC 8693 §2.1. A parameter without a value is one that was not sent (RFC 6749 §3.2).
 * @throws OAuthRefusal 400
 */
export function readTokenRequest(given: TokenRequest, ourUrl: string): WantedExchange {
  const value = (name: keyof TokenRequest): string | undefined => (given[name] === '' ? undefined : given[name]);
  if (value('grant_type') !== GRANT_TYPE) throw value('grant_type') === undefined ? badParameter('grant_type') : unsupportedGrant();
  if (value('subject_token_type') !== ID_TOKEN_TYPE) throw badParameter('subject_token_type');
  const [subjectToken, audience] = [value('subject_token'), value('audience')];
  if (subjectToken === undefined) throw badParameter('subject_token');
  if (audience === undefined) throw badParameter('audience');
  if (![undefined, ACCESS_TOKEN_TYPE].includes(value('requested_token_type'))) throw badParameter('requested_token_type');
  // Attack: delegation that nobody asked for. We exchange for the run itself and for nobody else.
  if (value('actor_token') !== undefined) throw badParameter('actor_token');
  const plain = (url: string): string => url.replace(/\/+$/, '');
  if (![undefined, plain(ourUrl)].includes(value('resource') === undefined ? undefined : plain(value('resource') ?? ''))) throw badParameter('resource');
  const scope = value('scope');
  return { subjectToken, audience, scopes: scope === undefined ? 'all' : [...new Set(scope.split(' ').filter((each) => each !== ''))] };
}
