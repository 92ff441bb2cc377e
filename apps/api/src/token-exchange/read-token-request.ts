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
 * @param ourUrl without a slash at its end
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
  // Byte for byte. Attack: a pattern over 16 KB that anybody may send.
  if (![undefined, ourUrl, `${ourUrl}/`].includes(value('resource'))) throw badParameter('resource');
  return { subjectToken, audience, scopes: scopesOf(value('scope')) };
}

/** RFC 6749 §3.3: one or more words. @throws OAuthRefusal 400 for spaces alone, which would be a token without any scope */
function scopesOf(scope: string | undefined): WantedExchange['scopes'] {
  if (scope === undefined) return 'all';
  const words = new Set(scope.split(' ').filter((each) => each !== ''));
  if (words.size === 0) throw badParameter('scope');
  return [...words];
}
