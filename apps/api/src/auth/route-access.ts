import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { PolicyAction } from './policy/policies.generated.js';
import type { Scope } from './scopes.js';

export const ROUTE_ACCESS = 'vitrine:access';
export type RouteAccess =
  | { readonly kind: 'public' }
  | { readonly kind: 'operator' }
  | { readonly kind: 'identity' }
  | { readonly kind: 'scope'; readonly scope: Scope; readonly action: PolicyAction };

/**
 * What a caller needs for this route. A route without this and without `@Public()` keeps the process from starting.
 * @param action what the policies are asked, where it is finer than the scope
 */
export function Requires(scope: Scope, action: PolicyAction = scope): MethodDecorator {
  const access: RouteAccess = { kind: 'scope', scope, action };
  return applyDecorators(SetMetadata(ROUTE_ACCESS, access), ApiBearerAuth(), ApiExtension('x-vitrine-scope', scope), ApiExtension('x-vitrine-action', action));
}

/** Anybody may call: health and the documents only. */
export function Public(): MethodDecorator {
  const access: RouteAccess = { kind: 'public' };
  return SetMetadata(ROUTE_ACCESS, access);
}

/** Whoever signed in, member or not: a person's verified token and nothing else. The route finds out by itself what he may. */
export function RequiresIdentity(): MethodDecorator {
  const access: RouteAccess = { kind: 'identity' };
  return applyDecorators(SetMetadata(ROUTE_ACCESS, access), ApiBearerAuth(), ApiExtension('x-vitrine-identity', true));
}

/** For operators of the platform before they have a session: what they ask for, and what became of it. No tenant data is behind it. */
export function RequiresOperator(): MethodDecorator {
  const access: RouteAccess = { kind: 'operator' };
  return applyDecorators(SetMetadata(ROUTE_ACCESS, access), ApiBearerAuth(), ApiExtension('x-vitrine-operator', true));
}
