import type { Cloud } from '@vitrine/contracts';
import type { Operation } from './operation.js';

/** What a region's name may be, since it becomes part of a host: `x.evil.example/` must not get there. */
export const regionPatterns: Readonly<Record<Cloud, string>> = {
  aws: '[a-z]{2,4}(?:-[a-z]+){1,3}-\\d{1,2}',
  azure: '[a-z][a-z0-9]{2,40}',
  gcp: '[a-z0-9-]{1,40}',
};

/** What a storage account may be named (Azure's own rule), since it becomes part of a host as well. */
export const storageAccountPattern = '[a-z0-9]{3,24}';

/** The public hosts of an operation as an anchored pattern; its one group is the region or the storage account, where there is one. */
export function hostPatternOf({ cloud, wire }: Pick<Operation, 'cloud' | 'wire'>): string {
  // Hosts of the closed list hold letters, digits, dots and dashes only, so a dot is all there is to escape.
  return `^${wire.host.replaceAll('.', '\\.').replace('{region}', `(${regionPatterns[cloud]})`).replace('{account}', `(${storageAccountPattern})`)}$`;
}
