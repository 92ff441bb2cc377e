import type { AzureComputeSnapshot, ResourceIdentity } from '@vitrine/cloud-readers';

/** Where Azure Backup keeps the instant-restore snapshots that it makes and removes itself. */
const backupGroup = /\/resourcegroups\/(azurebackuprg_|asr-|azurebackup)/i;
const backupName = /^(azurebackup_|ms-asr-)/i;

/** Whether a backup service owns the snapshot: its age and place are that service's decision. */
export function isBackupSnapshot(snapshot: AzureComputeSnapshot, identity: ResourceIdentity): boolean {
  return backupGroup.test(identity.canonicalId) || backupName.test(snapshot.name) || snapshot.managedBy !== null;
}
