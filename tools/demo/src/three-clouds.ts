import type { ConnectionAnswer } from '@vitrine/api-client';
import { DEMO_AWS_BASE_ACCESS_KEY_ID } from '@vitrine/cloud-sim/demo';
import { startDemoClouds, type DemoClouds } from './demo-clouds.js';
import { ensureDemoConnections } from './demo-connections.js';
import { writeDemoEstate } from './demo-estate.js';
import { startEmbedded, type EmbeddedInstance } from './embedded-start.js';
import { openInstanceFolder } from './instance-folder.js';
import type { Undoing } from './undoing.js';

/** Nobody's quota: the clouds are our own processes. */
const SIMULATED_CLOUDS = { VITRINE_QUOTA_SHARE: '1000', VITRINE_CONCURRENCY: '8', VITRINE_ORGANIZATION_QUOTA: '64' };

export interface ThreeClouds {
  readonly clouds: DemoClouds;
  readonly instance: EmbeddedInstance;
  readonly connections: readonly ConnectionAnswer[];
}

export interface ThreeCloudsOptions {
  readonly folder: string;
  /** How many times as large as the demo's shop; default 1. */
  readonly times?: number;
  /** Permissions that the customer did not grant. */
  readonly withheld?: readonly string[];
  readonly signal: AbortSignal;
  readonly onStep: (step: string) => void;
}

/** The embedded start beside its simulated clouds, with a connection to each. What was started is in `undoing`, also when this throws. */
export async function startThreeClouds({ folder, times = 1, withheld = [], signal, onStep }: ThreeCloudsOptions, undoing: Undoing): Promise<ThreeClouds> {
  const place = openInstanceFolder(folder);
  const { file, auditorKey } = writeDemoEstate(place, times);
  onStep('simulated clouds');
  // Beside the instance, whose worker alone waits for them.
  const starting = startDemoClouds(place, file);
  undoing.add(async () => await (await starting.catch(() => null))?.stop());
  const endpoints = starting.then(({ environment }) => environment);
  // Told where it is awaited; an instance that cannot start comes first and says why itself.
  endpoints.catch(() => undefined);
  const instance = await startEmbedded({
    folder,
    endpoints,
    // The simulator knows the key's id and trusts whoever signs with it.
    awsBaseIdentity: { accessKeyId: DEMO_AWS_BASE_ACCESS_KEY_ID, secretAccessKey: 'simulated-clouds-need-no-secret-0000000' },
    workerEnvironment: SIMULATED_CLOUDS,
    onStep,
  });
  undoing.add(() => instance.stop());
  const clouds = await starting;
  await clouds.deny(withheld);
  signal.throwIfAborted();
  return { clouds, instance, connections: await ensureDemoConnections(instance, clouds, auditorKey) };
}
