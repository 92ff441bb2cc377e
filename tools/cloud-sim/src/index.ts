export type { SimAccess, SimCloud, SimOutcome, LoggedRequest } from './http/request-log.js';
export type { SimBehaviour } from './http/cloud-handler.js';
export { RequestLog } from './http/request-log.js';
export { makeLoopbackCertificate, type LoopbackCertificate } from './http/loopback-certificate.js';
export { startCloudSim, type CloudSim, type CloudSimOptions, type SimEndpoints } from './http/server.js';
export * from './demo.js';
export { parseEstate, type Estate, type EstateDeclaration } from './estate/estate.js';
export type { EstateLabel } from './estate/estate-label.js';
export { label } from './estate/label.js';
export {
  labelledAwsAccessKeyId,
  labelledAwsEstate,
  type LabelledEstate,
  type LabelledResource,
  type VerdictLabel,
  type VerdictLabels,
} from './estates/labelled-aws.estate.js';
export { awsSdkConfig, type AwsSdkConfig } from './aws/aws-sdk-config.js';
export {
  labelledAzureClientId,
  labelledAzureClientSecret,
  labelledAzureEstate,
  labelledAzureSubscriptionIds,
  labelledAzureTenantId,
} from './estates/labelled-azure.estate.js';
export { deliverToBlobs, deliverToS3, focusText } from './estates/delivered-bills.js';
export { labelAzureVerdicts, type AzureVerdictLabel } from './azure/azure-label.js';
export { labelledGcpAuditorEmail, labelledGcpEstate, labelledGcpProjectIds } from './estates/labelled-gcp.estate.js';
export { labelGcpVerdicts, type GcpVerdictLabel } from './gcp/gcp-label.js';
export type { KeyServiceMood, KeyServiceServer } from './key-services/key-service-server.js';
export { startKmsSim, type KmsKeySpec, type KmsSim, type KmsSimKey, type KmsSimOptions } from './key-services/kms-sim.js';
export { startVaultSim, type VaultSim } from './key-services/vault-sim.js';
