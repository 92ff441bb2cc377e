import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { BearerStrategy } from './bearer.strategy.js';
import type { OidcVerifier } from './oidc-verifier.js';
import type { Presented } from './presented.js';

/** OIDC access tokens of any configured issuer. */
@Injectable()
export class OidcStrategy extends PassportStrategy(BearerStrategy, 'oidc') {
  constructor() {
    super((token: string) => !token.startsWith('vtr_'));
  }

  async validate(token: string, verifier: OidcVerifier): Promise<Presented> {
    return { kind: 'oidc', identity: await verifier.verify(token) };
  }
}
