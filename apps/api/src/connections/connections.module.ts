import { Module } from '@nestjs/common';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { SealingKeysModule } from '../sealing-keys/sealing-keys.module.js';
import { ConnectionsController } from './connections.controller.js';
import { ConnectionsRepository } from './connections.repository.js';
import { ConnectionsService } from './connections.service.js';
import { CredentialsRepository } from './credentials.repository.js';
import { CredentialsService } from './credentials.service.js';
import { OnboardingService } from './onboarding.service.js';
import { PermissionsService } from './permissions.service.js';

@Module({
  imports: [OrganizationsModule, SealingKeysModule],
  controllers: [ConnectionsController],
  providers: [ConnectionsService, ConnectionsRepository, CredentialsService, CredentialsRepository, OnboardingService, PermissionsService],
  exports: [ConnectionsRepository, ConnectionsService, CredentialsRepository],
})
export class ConnectionsModule {}
