import {
  awsCostExplorerBillReader,
  awsDataExportReader,
  azureCostExportReader,
  awsProductsPriceReader,
  azureCostQueryBillReader,
  azureRetailPriceReader,
  gcpBillingExportBillReader,
  gcpCataloguePriceReader,
  validateConnection,
  validationOperations,
} from '@vitrine/cloud-readers';
import type { AuditParts } from './audit-context.js';
import { productionCatalogue } from './production-catalogue.js';

/** What a real worker reads, prices and pulls with. */
export function productionParts(): AuditParts {
  return {
    catalogue: productionCatalogue,
    validate: validateConnection,
    validationOperations,
    priceReaders: { aws: awsProductsPriceReader, azure: azureRetailPriceReader, gcp: gcpCataloguePriceReader },
    billSources: [
      { kind: 'cost-explorer', cloud: 'aws', reader: awsCostExplorerBillReader },
      { kind: 'data-exports', cloud: 'aws', exports: awsDataExportReader },
      { kind: 'cost-management-exports', cloud: 'azure', exports: azureCostExportReader },
      { kind: 'cost-management', cloud: 'azure', reader: azureCostQueryBillReader },
      { kind: 'bigquery', cloud: 'gcp', reader: gcpBillingExportBillReader },
    ],
  };
}
