import type { EstateLabel } from '../estate/estate-label.js';
import type { AwsEstate } from './aws-estate.js';

export function labelAws(_estate: AwsEstate, _seed: number): EstateLabel[] {
  return [];
}
