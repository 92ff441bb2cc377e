import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ExclusionsController } from './exclusions.controller.js';
import { ExclusionsRepository } from './exclusions.repository.js';
import { ExclusionsService } from './exclusions.service.js';
import { FindingHistoryRepository } from './finding-history.repository.js';
import { FindingHistoryService } from './finding-history.service.js';
import { FindingSumsService } from './finding-sums.service.js';
import { FindingsController } from './findings.controller.js';
import { FindingsRepository } from './findings.repository.js';
import { FindingsService } from './findings.service.js';
import { SavingSumsRepository } from './saving-sums.repository.js';

@Module({
  imports: [ConnectionsModule],
  controllers: [FindingsController, ExclusionsController],
  providers: [
    FindingsService,
    FindingsRepository,
    FindingSumsService,
    SavingSumsRepository,
    FindingHistoryService,
    FindingHistoryRepository,
    ExclusionsService,
    ExclusionsRepository,
  ],
})
export class FindingsModule {}
