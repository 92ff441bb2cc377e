import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endpointVariablesOf } from '@vitrine/cloud-sim/demo';
import { z } from 'zod';
import type { InstanceFolder } from './instance-folder.js';
import { startOwnedProcess } from './owned-process.js';
import { cloudSimProgram } from './programs.js';

const readySchema = z.object({
  endpoints: z.object({
    aws: z.string(),
    azure: z.string(),
    azureAuthority: z.string(),
    azureGraph: z.string(),
    azureMetrics: z.string(),
    azurePrices: z.string(),
    azureBlob: z.string(),
    gcp: z.string(),
  }),
  caCertificatePem: z.string(),
  labels: z.array(
    z.object({ cloud: z.enum(['aws', 'azure', 'gcp']), fault: z.string(), resourceId: z.string(), monthlySaving: z.string().nullable(), currency: z.string() }),
  ),
});
export type DemoLabel = z.infer<typeof readySchema>['labels'][number];

const logSchema = z.object({
  requests: z.number(),
  operations: z.record(z.string(), z.number()),
  writes: z.array(z.object({ operation: z.string() })),
  secretReads: z.array(z.object({ operation: z.string() })),
  throttled: z.number(),
  denied: z.number(),
});
export type DemoCloudLog = z.infer<typeof logSchema>;

export interface DemoClouds {
  readonly pid: number;
  /** Variables that point a worker at the simulator. */
  readonly environment: Readonly<Record<string, string>>;
  readonly labels: readonly DemoLabel[];
  deny(permissions: readonly string[]): Promise<void>;
  /** As a customer edits a role's trust policy after Vitrine told him its External ID. */
  trustAwsRole(roleName: string, externalId: string): Promise<void>;
  /** What the clouds themselves saw. */
  log(): Promise<DemoCloudLog>;
  stop(): Promise<void>;
}

/** Starts the simulated clouds in a process of their own. */
export async function startDemoClouds(instance: InstanceFolder, estateFile: string): Promise<DemoClouds> {
  const sim = await startOwnedProcess({
    name: 'cloud-sim',
    program: cloudSimProgram,
    args: ['--estate', estateFile, '--labels'],
    environment: {},
    logFile: join(instance.folder('logs'), 'cloud-sim.log'),
    compiledFolder: join(instance.folder('compiled'), 'cloud-sim'),
  });
  try {
    const { endpoints, caCertificatePem, labels } = readySchema.parse(sim.ready);
    // Made anew at each start; only the worker is told to trust it.
    const authorityFile = join(instance.path, 'demo-authority.crt');
    writeFileSync(authorityFile, caCertificatePem, { mode: 0o644 });
    const obey = async (command: object): Promise<void> => {
      const answer = z.looseObject({ error: z.string().optional() }).parse(await sim.ask(command));
      if (answer.error !== undefined) throw new Error(`cloud-sim: ${answer.error}`);
    };
    return {
      pid: sim.pid,
      labels,
      environment: {
        ...endpointVariablesOf(endpoints),
        VITRINE_EXTRA_CA_FILE: authorityFile,
      },
      deny: async (permissions) => await obey({ command: 'deny', permissions }),
      trustAwsRole: async (roleName, externalId) => await obey({ command: 'trust-aws-role', roleName, externalId }),
      log: async () => logSchema.parse(await sim.ask({ command: 'log' })),
      stop: () => sim.stop(),
    };
  } catch (error) {
    await sim.stop();
    throw error;
  }
}
