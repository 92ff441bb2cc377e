import { Module } from '@nestjs/common';
import { MembersModule } from '../members/members.module.js';
import { IdentityProviderController } from './identity-provider.controller.js';
import { IdentityProviderRepository } from './identity-provider.repository.js';
import { IdentityProviderService } from './identity-provider.service.js';
import { PinChanges } from './pin-changes.js';

@Module({ imports: [MembersModule], controllers: [IdentityProviderController], providers: [IdentityProviderService, IdentityProviderRepository, PinChanges] })
export class IdentityProviderModule {}
