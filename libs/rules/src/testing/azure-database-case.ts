import type { AzureSqlDatabase } from '@vitrine/cloud-readers';
import { armCase } from './arm-case.js';

/** A database of the fixtures, sold by DTU. */
export function databaseCase(more: Partial<AzureSqlDatabase> = {}): AzureSqlDatabase {
  return {
    ...armCase('Microsoft.Sql/servers/shop-sql/databases', 'orders'),
    kind: 'v12.0,user',
    skuName: 'Standard',
    skuTier: 'Standard',
    capacity: 100,
    status: 'Online',
    creationDate: '2026-01-01T00:00:00.000Z',
    elasticPoolId: null,
    secondaryType: null,
    ...more,
  };
}
