import type { EstateLabel } from '../estate/estate-label.js';
import type { AzureEstate } from './azure-estate.js';

/** Placeholder until the azure helper writes it. */
export function labelAzure(_estate: AzureEstate, _seed: number): EstateLabel[] {
  return [];
}
