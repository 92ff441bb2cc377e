import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { parseApiToken } from './api-token-text.js';
import { tokenInvalid } from './auth-errors.js';
import { BearerStrategy } from './bearer.strategy.js';
import type { Presented } from './presented.js';

/** API tokens by their form and checksum; the secret is compared by the tenant guard, which reads the row. */
@Injectable()
export class ApiTokenStrategy extends PassportStrategy(BearerStrategy, 'api-token') {
  constructor() {
    super((token: string) => token.startsWith('vtr_'));
  }

  validate(text: string): Presented {
    const token = parseApiToken(text);
    if (token === 'malformed') throw tokenInvalid();
    return { kind: 'api-token', token };
  }
}
