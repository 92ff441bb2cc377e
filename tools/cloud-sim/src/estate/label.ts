import { labelAws } from '../aws/aws-label.js';
import { labelAzure } from '../azure/azure-label.js';
import { labelGcp } from '../gcp/gcp-label.js';
import type { Estate } from './estate.js';
import type { EstateLabel } from './estate-label.js';

/** The answer sheet of an estate: every fault that it declares, with the exact monthly saving. */
export function label(estate: Estate): EstateLabel[] {
  return [
    ...(estate.aws === undefined ? [] : labelAws(estate.aws, estate.seed)),
    ...(estate.azure === undefined ? [] : labelAzure(estate.azure, estate.seed)),
    ...(estate.gcp === undefined ? [] : labelGcp(estate.gcp, estate.seed)),
  ];
}
