import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { Scope } from './scopes.js';

export const ROUTE_ACCESS = 'vitrine:access';
export type RouteAccess = { readonly kind: 'public' } | { readonly kind: 'scope'; readonly scope: Scope };

/** What a caller needs for this route. A route without this and without `@Public()` keeps the process from starting. */
export function Requires(scope: Scope): MethodDecorator {
  const access: RouteAccess = { kind: 'scope', scope };
  return applyDecorators(SetMetadata(ROUTE_ACCESS, access), ApiBearerAuth(), ApiExtension('x-vitrine-scope', scope));
}

/** Anybody may call: health and the documents only. */
export function Public(): MethodDecorator {
  const access: RouteAccess = { kind: 'public' };
  return SetMetadata(ROUTE_ACCESS, access);
}
