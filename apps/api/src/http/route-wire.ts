import { RouteConfig } from '@nestjs/platform-fastify';
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces } from '@nestjs/swagger';
import { z } from 'zod';

/** What a route takes and gives, told to Fastify as route configuration because hooks run before Nest knows the handler. */
export const routeWireSchema = z.object({
  body: z.object({ mediaType: z.string(), limit: z.number().int(), stream: z.boolean(), timeoutMs: z.number().int().optional() }).optional(),
  produces: z.array(z.string()).optional(),
});
export type RouteWire = z.infer<typeof routeWireSchema>;

/** Bytes. Credentials are far smaller; the general limit bounds what one request may hold in memory. */
export const GENERAL_BODY_LIMIT = 1024 * 1024;
export const CREDENTIAL_BODY_LIMIT = 24 * 1024;
/** Milliseconds that any route may give a body: a bill of 64 MiB at about 1 Mbit/s. */
export const LONGEST_BODY_MS = 600_000;

/** Route options are merged by hand: Nest keeps one metadata entry, and a second decorator would drop the first. */
export function RouteWireOptions(wire: RouteWire): MethodDecorator & ClassDecorator {
  return applyDecorators(
    RouteConfig({ vitrine: wire }),
    ...(wire.body === undefined ? [] : [ApiConsumes(wire.body.mediaType)]),
    // Nest cannot tell from a stream that there is a body at all.
    ...(wire.body?.stream === true ? [ApiBody({ required: true, schema: { type: 'string' } })] : []),
    ...(wire.produces === undefined ? [] : [ApiProduces(...wire.produces)]),
  );
}

/** A body other than JSON up to 1 MiB. `stream: true` hands the limited stream to the handler as `@Body()`. */
export function TakesBody(
  body: { mediaType?: string; limit: number; stream?: boolean; timeoutMs?: number },
  produces?: string[],
): MethodDecorator & ClassDecorator {
  return RouteWireOptions({
    body: {
      mediaType: body.mediaType ?? 'application/json',
      limit: body.limit,
      stream: body.stream ?? false,
      ...(body.timeoutMs === undefined ? {} : { timeoutMs: body.timeoutMs }),
    },
    ...(produces === undefined ? {} : { produces }),
  });
}

/** An answer other than JSON, for instance `text/event-stream`. */
export function Produces(...mediaTypes: string[]): MethodDecorator & ClassDecorator {
  return RouteWireOptions({ produces: mediaTypes });
}

/** A route's configuration is one object for all its requests, so it is parsed once. */
const known = new WeakMap<object, RouteWire>();

export function wireOf(config: unknown): RouteWire {
  if (typeof config !== 'object' || config === null) return {};
  const wire = known.get(config) ?? parsedWire(config);
  known.set(config, wire);
  return wire;
}

function parsedWire(config: object): RouteWire {
  const parsed = z.object({ vitrine: routeWireSchema }).safeParse(config);
  return parsed.success ? parsed.data.vitrine : {};
}
