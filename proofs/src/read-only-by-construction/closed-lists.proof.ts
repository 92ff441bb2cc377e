import type { Proof } from '../proof.js';
import { accessLevelsAreThere, readAccessLevels } from './access-levels.js';
import { faultOf } from './manifest-faults.js';
import { readManifest, type DeclaredOperation } from './manifest-file.js';

const planted = (provider: DeclaredOperation['provider'], permission: string, level: string, more: Partial<DeclaredOperation> = {}): DeclaredOperation => ({
  ...{ operation: permission, provider, list: 'inventory', permission, level, pinnedTo: null, why: 'planted by the proof itself', rules: [], duties: [] },
  wire: { protocol: 'planted', host: 'planted.example' },
  ...more,
});

/** Writes, reads that reveal, a bill without its pin, a lie about the level: the kinds of lines that a careless change would add. */
const plants: readonly DeclaredOperation[] = [
  planted('aws', 'ec2:TerminateInstances', 'Write'),
  planted('aws', 'ec2:TerminateInstances', 'Read'),
  planted('aws', 'ec2:CreateTags', 'Tagging, Write'),
  planted('aws', 'ec2:GetPasswordData', 'Read'),
  planted('aws', 'secretsmanager:GetSecretValue', 'Read'),
  planted('aws', 's3:GetObject', 'Read'),
  planted('azure', 'Microsoft.Compute/disks/delete', 'Delete'),
  planted('azure', 'Microsoft.Storage/storageAccounts/listKeys/action', 'Read'),
  planted('azure', 'Directory.ReadWrite.All', 'Read'),
  planted('gcp', 'compute.disks.delete', 'Read'),
  planted('gcp', 'secretmanager.versions.access', 'Read'),
  planted('gcp', 'storage.objects.get', 'Read'),
  planted('aws', 's3:GetObject', 'Read', { list: 'billing' }),
  planted('gcp', 'bigquery.tables.getData', 'Read', { list: 'billing', pinnedTo: null }),
  planted('aws', 'sts:AssumeRole', 'Write', { list: 'sign-in', wire: { protocol: 'aws-query', host: 'sts.evil.example' } }),
  planted('gcp', 'none', 'none', { operation: 'compute.instances.insert' }),
];

/** The committed manifest against what AWS, Microsoft and Google themselves say of each action (design §9, T23, T24). */
export const proof: Proof = {
  attack: 'a declared operation that writes, reveals a secret, or reads a bill without being pinned',
  expected: 'every operation of the three lists lawful; each planted one named',
  // `npm test` runs in a checkout without the reference data too; the whole run must say that it could not be carried out.
  pace: accessLevelsAreThere ? 'quick' : 'whole',
  mutation: { removes: 'the innocence of the manifest (16 unlawful lines in a copy)' },
  attempt({ guard }) {
    const data = readAccessLevels();
    const declared = readManifest();
    const judged = guard === 'standing' ? declared : [...declared, ...plants];
    const faulty = judged.filter((line) => faultOf(line, data) !== null);
    const unseen = guard === 'standing' ? [] : plants.filter((line) => faultOf(line, data) === null);
    const count = (list: DeclaredOperation['list']): string => String(judged.filter((line) => line.list === list).length);
    // A planted line that passed is named, and makes the proof unable to fail: `held` although the manifest is not innocent.
    return Promise.resolve({
      held: faulty.length === 0 || unseen.length > 0,
      seen: `${count('inventory')} inventory, ${count('billing')} billing, ${count('sign-in')} sign-in operations; ${String(faulty.length)} unlawful${named(guard === 'standing' ? faulty : unseen)}`,
    });
  },
};

const named = (lines: readonly DeclaredOperation[]): string => (lines.length === 0 ? '' : ` (${lines.map(({ operation }) => operation).join(', ')})`);
