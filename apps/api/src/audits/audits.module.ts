import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { AuditEventListener } from './audit-event-listener.js';
import { AuditEventsRepository } from './audit-events.repository.js';
import { AuditEventsService } from './audit-events.service.js';
import { AuditsController } from './audits.controller.js';
import { AuditsRepository } from './audits.repository.js';
import { AuditsService } from './audits.service.js';

@Module({
  imports: [ConnectionsModule],
  controllers: [AuditsController],
  providers: [AuditsService, AuditsRepository, AuditEventsService, AuditEventsRepository, AuditEventListener],
  exports: [AuditsService, AuditsRepository],
})
export class AuditsModule {}
