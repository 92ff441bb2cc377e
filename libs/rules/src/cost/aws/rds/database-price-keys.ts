import type { PriceKey } from '@vitrine/pricing';

/** List words for engines; what is not here comes with a licence, which its own price sheet tells. */
const engines: Readonly<Record<string, string>> = {
  postgres: 'PostgreSQL',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  'aurora-postgresql': 'Aurora PostgreSQL',
  'aurora-mysql': 'Aurora MySQL',
};

/** How a bill names the hours of a database's machine: storage, backups and licences are other meters. */
export const databaseHourMeters: readonly string[] = ['InstanceUsage', 'Multi-AZUsage'];

/** The machine's hours alone; a standby in a second zone doubles them. */
export function databasePriceKeys(
  database: { readonly dbInstanceClass: string; readonly engine: string; readonly multiAz: boolean },
  region: string,
): PriceKey[] {
  const databaseEngine = engines[database.engine];
  if (databaseEngine === undefined) return [];
  const attributes = {
    productFamily: 'Database Instance',
    instanceType: database.dbInstanceClass,
    databaseEngine,
    deploymentOption: database.multiAz ? 'Multi-AZ' : 'Single-AZ',
    licenseModel: 'No license required',
  };
  return [{ cloud: 'aws', service: 'AmazonRDS', region, attributes, quantity: '730', unit: 'Hrs' }];
}

/** Engines whose machines this knows the price and the limits of. */
export function isOpenSourceEngine(engine: string): boolean {
  return engines[engine] !== undefined;
}
