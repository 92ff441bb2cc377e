import type { NotBuilt } from '../engine/not-built.js';
import { awsNotBuilt } from './aws/not-built.js';
import { azureNotBuilt } from './azure/not-built.js';
import { gcpNotBuilt } from './gcp/not-built.js';

/** What of the catalogue is not judged, cloud by cloud. */
export const notBuilt: readonly NotBuilt[] = [...awsNotBuilt, ...azureNotBuilt, ...gcpNotBuilt];
