import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { CostSourcesRepository } from './cost-sources.repository.js';
import { CostSumsRepository } from './cost-sums.repository.js';
import { CostsController } from './costs.controller.js';
import { CostsService } from './costs.service.js';
import { FocusUploadsService } from './focus-uploads.service.js';
import { LedgerSyncsController } from './ledger-syncs.controller.js';
import { LedgerSyncsService } from './ledger-syncs.service.js';
import { OpportunitiesController } from './opportunities.controller.js';
import { OpportunitiesService } from './opportunities.service.js';
import { PriceAgreementController } from './price-agreement.controller.js';
import { PriceAgreementService } from './price-agreement.service.js';
import { RatesController } from './rates.controller.js';
import { RatesService } from './rates.service.js';
import { SpendController } from './spend.controller.js';
import { SpendService } from './spend.service.js';

@Module({
  imports: [ConnectionsModule],
  controllers: [CostsController, OpportunitiesController, RatesController, PriceAgreementController, SpendController, LedgerSyncsController],
  providers: [
    CostsService,
    FocusUploadsService,
    OpportunitiesService,
    RatesService,
    PriceAgreementService,
    SpendService,
    LedgerSyncsService,
    CostSourcesRepository,
    CostSumsRepository,
  ],
})
export class CostsModule {}
