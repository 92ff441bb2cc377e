import type { AwsEstate } from '../aws-estate.js';
import { readSubjectToken } from '../../identity/subject-token.js';
import { AwsError } from '../wire/aws-error.js';

type WebIdentityTrust = NonNullable<AwsEstate['roles'][number]['webIdentity']>;

/**
 * Checks a web identity token as STS does: issuer, signature by the keys that the issuer publishes, expiry, audience.
 * @returns its subject; throws AwsError in STS's words
 */
export async function webIdentitySubject(text: string, trust: WebIdentityTrust, now: Date): Promise<string> {
  const token = await readSubjectToken(text, [trust], now, { clockTolerance: 0 });
  switch (token.kind) {
    case 'valid':
      if (!token.audiences.includes(trust.audience)) throw new AwsError('InvalidIdentityToken', 'Incorrect token audience');
      return token.subject;
    case 'malformed':
      throw new AwsError('InvalidIdentityToken', 'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
    case 'wrong-issuer':
      throw new AwsError('InvalidIdentityToken', 'No OpenIDConnect provider found in your account for the issuer');
    case 'expired':
      throw new AwsError('ExpiredTokenException', 'Token expired: current date/time must be before the expiration date/time');
    case 'bad-signature':
      throw new AwsError('InvalidIdentityToken', "Couldn't retrieve verification key from your identity provider, or the token's signature is wrong");
    default:
      return token satisfies never;
  }
}
