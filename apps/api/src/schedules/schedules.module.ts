import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { SchedulesController } from './schedules.controller.js';
import { SchedulesRepository } from './schedules.repository.js';
import { SchedulesService } from './schedules.service.js';

@Module({ imports: [ConnectionsModule], controllers: [SchedulesController], providers: [SchedulesService, SchedulesRepository] })
export class SchedulesModule {}
