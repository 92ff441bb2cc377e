import { Module } from '@nestjs/common';
import { IdentityProviderController } from './identity-provider.controller.js';
import { IdentityProviderRepository } from './identity-provider.repository.js';
import { IdentityProviderService } from './identity-provider.service.js';
import { PinChanges } from './pin-changes.js';

@Module({ controllers: [IdentityProviderController], providers: [IdentityProviderService, IdentityProviderRepository, PinChanges] })
export class IdentityProviderModule {}
