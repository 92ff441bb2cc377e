import { Controller, Get, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { describe, expect, it } from '@jest/globals';
import { Public, Requires } from './route-access.js';
import { RouteAudit } from './route-audit.js';
import { ScopeGuard } from './scope.guard.js';
import { TargetBinding } from './target-binding.js';

@Controller()
class Careful {
  @Get('open')
  @Public()
  open(): string {
    return 'open';
  }
  @Get('closed')
  @Requires('vitrine.rules.read')
  closed(): string {
    return 'closed';
  }
}

@Controller()
class Forgetful {
  @Get('forgotten')
  forgotten(): string {
    return 'forgotten';
  }
}

@Module({ imports: [DiscoveryModule], controllers: [Careful], providers: [RouteAudit] })
class CarefulModule {}
@Module({ imports: [DiscoveryModule], controllers: [Careful, Forgetful], providers: [RouteAudit] })
class ForgetfulModule {}
/** The same without the check at start: what remains is the guard. */
@Module({
  controllers: [Forgetful],
  providers: [
    { provide: TargetBinding, useValue: {} },
    { provide: APP_GUARD, useClass: ScopeGuard },
  ],
})
class UncheckedModule {}

describe('default deny', () => {
  it('a process whose routes all say who may call them starts', async () => {
    const app = await NestFactory.create(CarefulModule, new FastifyAdapter(), { logger: false, abortOnError: false });
    await app.init();
    await app.close();
  });

  it('a process with one route that says nothing does not start, and names it', async () => {
    const app = await NestFactory.create(ForgetfulModule, new FastifyAdapter(), { logger: false, abortOnError: false });
    await expect(app.init()).rejects.toMatchObject({ code: 'route-without-access', internal: 'Forgetful.forgotten' });
    await app.close();
  });

  it('and even without that check the guard lets nobody through such a route', async () => {
    const adapter = new FastifyAdapter();
    const app = await NestFactory.create(UncheckedModule, adapter, { logger: false, abortOnError: false });
    await app.init();
    await adapter.getInstance().ready();
    const { statusCode, body } = await adapter.getInstance().inject({ method: 'GET', url: '/forgotten' });
    expect([statusCode >= 400, body.includes('forgotten')]).toEqual([true, false]);
    await app.close();
  });
});
