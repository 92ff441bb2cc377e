import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The project's root, from the built file as from the source. */
export const projectRoot = join(import.meta.dirname, '../../..');
const folder = join(process.env['VITRINE_SHARED'] ?? join(projectRoot, '../shared'), 'access-levels');

export const accessLevelsAreThere = existsSync(folder);
if (!accessLevelsAreThere) process.stderr.write(`!!! ${folder} is not there: the closed lists are NOT PROVEN against the providers' access levels\n`);

const lists = z.record(z.string(), z.array(z.string()));
const roles = z.record(z.string(), z.looseObject({ includedPermissions: z.array(z.string()) }));

/** The providers' own words about each action; @throws Error where the reference data is not there */
export interface AccessLevelData {
  readonly awsLevels: ReadonlyMap<string, string>;
  readonly azureOperations: ReadonlyMap<string, readonly string[]>;
  readonly googleReads: ReadonlySet<string>;
  /** Names in lower case, of all clouds: what hands out secrets or the customer's data although it only reads. */
  readonly revealing: ReadonlySet<string>;
}

/** Not complete in any published list: POSTs of Azure that hand out keys, and reads of log lines and secrets. */
const revealingByName =
  /list(?:account)?keys?\b|listkeys|listsecrets|listcredentials|getsecret|\.getdata$|versions\.access$|objects\.get$|logentries\.list$|workspaces\/query|config\/list|getaccesstoken|createtoken/i;

export function readAccessLevels(): AccessLevelData {
  if (!accessLevelsAreThere) throw new Error(`${folder} is not there: the providers' access levels cannot be asked`);
  const read = <T>(name: string, schema: z.ZodType<T>): T => schema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const awsLevels = new Map<string, string>();
  for (const [service, byLevel] of Object.entries(read('aws-access-levels.json', z.record(z.string(), lists)))) {
    for (const [level, actions] of Object.entries(byLevel)) for (const action of actions) awsLevels.set(`${service}:${action}`, level);
  }
  for (const [action, level] of Object.entries(read('aws-access-level-overrides.json', z.record(z.string(), z.string())))) awsLevels.set(action, level);
  const known = read('gcp-roles.json', roles);
  const aws = read('aws-sensitive-actions.json', lists);
  const google = read('gcp-sensitive-permissions.json', z.object({ iam: lists })).iam;
  const revealing = [aws, google].flatMap((tags) => [...(tags['CredentialExposure'] ?? []), ...(tags['DataAccess'] ?? [])]);
  return {
    awsLevels,
    azureOperations: new Map(Object.entries(read('azure-operations.json', lists)).map(([name, methods]) => [name.toLowerCase(), methods])),
    googleReads: new Set(['roles/viewer', 'roles/iam.securityReviewer', 'roles/billing.viewer'].flatMap((role) => known[role]?.includedPermissions ?? [])),
    revealing: new Set(revealing.map((name) => name.toLowerCase())),
  };
}

export function reveals(permission: string, { revealing }: AccessLevelData): boolean {
  return revealing.has(permission.toLowerCase()) || revealingByName.test(permission);
}
