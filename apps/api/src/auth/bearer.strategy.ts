import { Strategy } from 'passport-strategy';
import { z } from 'zod';
import type { OidcVerifier } from './oidc-verifier.js';
import type { Presented } from './presented.js';

type Done = (error: unknown, presented?: Presented) => void;
type Verify = (token: string, verifier: OidcVerifier, done: Done) => Promise<void>;

const requestSchema = z.object({ headers: z.object({ authorization: z.string().optional() }) });

/**
 * The passport face of bearer tokens. passport keeps strategies in one list per process, so that two apps in a process share
 * them: a strategy therefore holds no state, and the verifier comes with each request from the app's own guard.
 */
export class BearerStrategy extends Strategy {
  constructor(
    private readonly takes: (token: string) => boolean,
    // PassportStrategy appends its callback as the last constructor argument.
    private readonly verify?: Verify,
  ) {
    super();
  }

  override authenticate(request: unknown, options?: { readonly verifier?: OidcVerifier }): void {
    const { authorization } = requestSchema.parse(request).headers;
    const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined || !this.takes(token) || this.verify === undefined || options?.verifier === undefined) {
      this.fail(401);
      return;
    }
    void this.verify(token, options.verifier, (error, presented) => {
      if (presented !== undefined && (error === null || error === undefined)) this.success(presented);
      else this.error(error instanceof Error ? error : new Error('verification failed'));
    });
  }
}
