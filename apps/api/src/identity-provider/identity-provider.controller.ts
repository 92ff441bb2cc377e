import { Body, Controller, Delete, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { pendingChangeSchema, type PendingChange } from '../approvals/approval.schemas.js';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { AlsoAnswers, Answers } from '../http/answers.decorator.js';
import { IfMatch, Revalidated } from '../http/etag.js';
import { identityProviderSchema, pinIdentityProviderSchema, type IdentityProvider, type PinIdentityProvider } from './identity-provider.schemas.js';
import { IdentityProviderService } from './identity-provider.service.js';

/** Which issuer opens the caller's own organization. */
@ApiTags('organization')
@Controller('v1/organization/identity-provider')
export class IdentityProviderController {
  constructor(private readonly providers: IdentityProviderService) {}

  @Get()
  @Requires('vitrine.identity.read')
  @Revalidated()
  @Answers(200, identityProviderSchema, 'What is pinned, and what could be')
  async read(@CurrentCaller() caller: Caller): Promise<Answer<IdentityProvider>> {
    return await this.providers.read(caller);
  }

  @Put()
  @Requires('vitrine.identity.write')
  @Answers(
    202,
    pendingChangeSchema,
    'The pin waits for a second person, or for a day; then no other issuer’s token opens the organization',
    [409, 412, 413, 415, 422, 428],
  )
  async pin(
    @CurrentCaller() caller: Caller,
    @IfMatch() ifMatch: string | undefined,
    @Body({ schema: pinIdentityProviderSchema }) wish: PinIdentityProvider,
  ): Promise<Answer<PendingChange>> {
    return await this.providers.pin(caller, ifMatch, wish);
  }

  @Delete()
  @Requires('vitrine.identity.write')
  @AlsoAnswers(202, pendingChangeSchema, 'Opening it waits for a second person, or for a day')
  @Answers(204, 'no-body', 'Nothing is pinned', [409])
  async unpin(@CurrentCaller() caller: Caller): Promise<Answer<PendingChange | undefined>> {
    return await this.providers.unpin(caller);
  }
}
