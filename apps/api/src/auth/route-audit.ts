import { Injectable, RequestMethod, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { VitrineError } from '@vitrine/contracts';
import { ROUTE_ACCESS } from './route-access.js';

/** Default deny, at start: the process does not begin to serve while any route leaves open who may call it. */
@Injectable()
export class RouteAudit implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** @throws VitrineError `route-without-access` that names every such handler */
  onModuleInit(): void {
    const open: string[] = [];
    for (const { metatype } of this.discovery.getControllers()) {
      if (typeof metatype !== 'function') continue;
      const prototype: unknown = metatype.prototype;
      if (prototype === null || typeof prototype !== 'object') continue;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const handler: unknown = Reflect.get(prototype, name);
        if (typeof handler !== 'function') continue;
        const method = this.reflector.get<RequestMethod | undefined>('method', handler);
        if (method !== undefined && this.reflector.get<unknown>(ROUTE_ACCESS, handler) === undefined) open.push(`${metatype.name}.${name}`);
      }
    }
    if (open.length > 0)
      throw new VitrineError({ code: 'route-without-access', status: 500, publicMessage: 'An internal error occurred.', internal: open.join(', ') });
  }
}
