import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { AuditEventListener } from './audit-event-listener.js';
import { AuditEventsRepository } from './audit-events.repository.js';
import { AuditEventsService } from './audit-events.service.js';
import { AuditsController } from './audits.controller.js';
import { AuditsRepository } from './audits.repository.js';
import { AuditsService } from './audits.service.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { DeadLettersRepository } from './dead-letters.repository.js';
import { DeadLettersService } from './dead-letters.service.js';

@Module({
  imports: [ConnectionsModule],
  controllers: [AuditsController, DeadLettersController],
  providers: [AuditsService, AuditsRepository, AuditEventsService, AuditEventsRepository, AuditEventListener, DeadLettersService, DeadLettersRepository],
  exports: [AuditsService, AuditsRepository],
})
export class AuditsModule {}
