#!/usr/bin/env node
import { fstatSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { demoEstate } from './estates/demo.estate.js';
import { parseEstate, type EstateDeclaration } from './estate/estate.js';
import { label } from './estate/label.js';
import { controlSimulator } from './control.js';
import { startCloudSim } from './http/server.js';

const optionsSchema = z.object({
  estate: z.string().default('demo'),
  seed: z.coerce.number().int().min(0).optional(),
  'latency-ms': z.coerce.number().int().min(0).max(60_000).default(0),
  throttle: z.boolean().default(false),
  labels: z.boolean().default(false),
});

/**
 * Starts the simulator and says where it is: one JSON line on stdout. Commands come on stdin (see control.ts);
 * the end of a stdin that is a pipe, SIGTERM or SIGINT stop it, so that it never outlives the process that started it.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      estate: { type: 'string' },
      seed: { type: 'string' },
      'latency-ms': { type: 'string' },
      throttle: { type: 'boolean' },
      labels: { type: 'boolean' },
    },
  });
  const options = optionsSchema.parse(values);
  const declaration = await readEstate(options.estate);
  const sim = await startCloudSim({
    estate: declaration,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    behaviour: { latencyMs: options['latency-ms'], throttle: options.throttle },
  });
  const line = { endpoints: sim.endpoints, caCertificatePem: sim.caCertificatePem, ...(options.labels ? { labels: label(sim.estate) } : {}) };
  process.stdout.write(`${JSON.stringify(line)}\n`);

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void sim.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Only a pipe tells of its parent's end: /dev/null and terminals are at their end, or never, for other reasons.
  const input = fstatSync(0);
  if (input.isFIFO() || input.isSocket()) controlSimulator(sim, process.stdin, process.stdout, stop);
}

async function readEstate(nameOrFile: string): Promise<EstateDeclaration> {
  if (nameOrFile === 'demo') return demoEstate();
  const declaration: unknown = JSON.parse(await readFile(nameOrFile, 'utf8'));
  return parseEstate(declaration);
}

main().catch((error: unknown) => {
  process.stderr.write(`cloud-sim: ${error instanceof Error ? error.message : 'failed to start'}\n`);
  process.exit(1);
});
