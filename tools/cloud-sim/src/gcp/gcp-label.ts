import type { EstateLabel } from '../estate/estate-label.js';
import type { GcpEstate } from './gcp-estate.js';

/** Placeholder until the gcp helper writes it. */
export function labelGcp(_estate: GcpEstate, _seed: number): EstateLabel[] {
  return [];
}
