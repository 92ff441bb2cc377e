import { Module } from '@nestjs/common';
import { CostSourcesRepository } from './cost-sources.repository.js';
import { CostSumsRepository } from './cost-sums.repository.js';
import { CostsController } from './costs.controller.js';
import { CostsService } from './costs.service.js';
import { FocusUploadsService } from './focus-uploads.service.js';

@Module({ controllers: [CostsController], providers: [CostsService, FocusUploadsService, CostSourcesRepository, CostSumsRepository] })
export class CostsModule {}
