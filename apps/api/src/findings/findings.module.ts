import { Module } from '@nestjs/common';
import { FindingSumsService } from './finding-sums.service.js';
import { FindingsController } from './findings.controller.js';
import { FindingsRepository } from './findings.repository.js';
import { FindingsService } from './findings.service.js';
import { SavingSumsRepository } from './saving-sums.repository.js';

@Module({ controllers: [FindingsController], providers: [FindingsService, FindingsRepository, FindingSumsService, SavingSumsRepository] })
export class FindingsModule {}
