import { awsCloudwatchMetricReader, azureMonitorMetricReader, gcpMonitoringMetricReader, operationById } from '@vitrine/cloud-readers';
import { ruleRegistry, type Rule } from '@vitrine/rules';
import { eraseRule, type AuditCatalogue } from './audit-catalogue.js';

/** What this build can read and judge: the generated registries. */
export const productionCatalogue: AuditCatalogue = {
  // `AnyRule` hides the item type as `never`; `eraseRule` says why looking away once more is sound.
  rules: ruleRegistry.map((rule) => eraseRule(rule as Rule<never>)),
  metricReaders: { aws: awsCloudwatchMetricReader, azure: azureMonitorMetricReader, gcp: gcpMonitoringMetricReader },
  permissionOf: (operation) => operationById(operation).permission,
};
