import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Public } from '../auth/route-access.js';
import type { ApiConfig } from '../config.js';
import { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { notFound } from '../http/problem.js';
import { API_CONFIG } from '../platform/platform.module.js';
import { FederationKeys, federationKeySetSchema, type FederationKeySet } from './federation-keys.js';

/** Members as OpenID Connect Discovery 1.0 names them, no more than a cloud reads. */
const discoverySchema = z
  .strictObject({
    issuer: z.string(),
    jwks_uri: z.string(),
    response_types_supported: z.array(z.string()),
    subject_types_supported: z.array(z.string()),
    id_token_signing_alg_values_supported: z.array(z.string()),
    scopes_supported: z.array(z.string()),
    claims_supported: z.array(z.string()),
  })
  .meta({ id: 'FederationDiscovery' });

/** A cloud keeps what it fetched anyway, some for a day; five minutes let a change of keys be seen by those that ask again. */
const cached = { 'cache-control': 'public, max-age=300', 'cross-origin-resource-policy': 'cross-origin' };

/** Vitrine as issuer for its workers: what a customer's cloud fetches to check an assertion. Public by nature, made of public keys alone. */
@ApiTags('federation')
@Controller('.well-known')
export class FederationController {
  constructor(
    private readonly keys: FederationKeys,
    @Inject(API_CONFIG) private readonly config: ApiConfig,
  ) {}

  @Get('openid-configuration')
  @Public()
  @Answers(200, discoverySchema, 'Discovery of the issuer of the workers’ assertions', [404])
  discovery(): Answer<z.infer<typeof discoverySchema>> {
    const { federationIssuer: issuer } = this.config;
    if (issuer === undefined || this.keys.published() === 'not-served') throw notFound();
    return new Answer(
      200,
      {
        issuer,
        jwks_uri: `${issuer}/.well-known/jwks.json`,
        response_types_supported: ['id_token'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        scopes_supported: ['openid'],
        claims_supported: ['iss', 'sub', 'aud', 'iat', 'nbf', 'exp', 'jti'],
      },
      cached,
    );
  }

  @Get('jwks.json')
  @Public()
  @Answers(200, federationKeySetSchema, 'The public keys that check the workers’ assertions (JWK Set)', [404])
  keySet(): Answer<FederationKeySet> {
    const published = this.keys.published();
    if (published === 'not-served') throw notFound();
    return new Answer(200, published, cached);
  }
}
