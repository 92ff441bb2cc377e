import { createHmac } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { documentedHeader } from './documented-header.js';
import { refusal } from './problem.js';

/** Members that hold or may hold a credential: they take no part in the remembered body, not even hashed. */
const CREDENTIAL_MEMBERS = new Set([
  'credential',
  'envelope',
  'secret',
  'clientSecret',
  'secretAccessKey',
  'sessionToken',
  'privateKey',
  'private_key',
  'accessToken',
  'token',
  'password',
]);

/** A caller's wish that a mutation happens once, however often it is sent. `none` where no key was sent. */
export type Idempotency = 'none' | { readonly key: string; readonly route: string; readonly body: unknown };

const KEY = /^[\x21-\x7e]{1,200}$/;

/** `@IdempotencyKey() idempotency: Idempotency` on POST handlers; pass it to `Mutations.run`. Only visible ASCII, 1–200 characters. */
export const IdempotencyKey = createParamDecorator(
  (_: unknown, context: ExecutionContext): Idempotency => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    if (key === undefined) return 'none';
    if (typeof key !== 'string' || !KEY.test(key)) throw refusal(422, 'invalid-idempotency-key', 'Idempotency-Key is 1 to 200 visible ASCII characters.');
    // The concrete path, not its pattern: the same key on another resource is another wish.
    const [path = ''] = request.url.split('?');
    return { key, route: `${request.method} ${path}`, body: request.body };
  },
  [documentedHeader('Idempotency-Key', false, 'Remembered for 24 hours: the same request sent again happens once', KEY)],
);

/** HMAC-SHA-256 of the body in canonical order, without credential members: never the body itself, and no oracle for secrets. */
export function bodyHmac(key: Buffer, body: unknown): Buffer {
  return createHmac('sha256', key)
    .update('vitrine-idempotency/1\0')
    .update(JSON.stringify(canonical(body)) ?? '')
    .digest();
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).filter(([name]) => !CREDENTIAL_MEMBERS.has(name));
  return { members: members.sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, member]) => [name, canonical(member)]) };
}
