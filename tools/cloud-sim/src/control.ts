import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { webIdentityTrustSchema } from './aws/aws-estate.js';
import type { CloudSim } from './http/server.js';

const commandSchema = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('log') }),
  z.strictObject({ command: z.literal('clear-log') }),
  z.strictObject({ command: z.literal('deny'), permissions: z.array(z.string()) }),
  z.strictObject({
    command: z.literal('trust-aws-role'),
    roleName: z.string(),
    externalId: z.string().optional(),
    webIdentity: webIdentityTrustSchema.optional(),
  }),
  z.strictObject({ command: z.literal('behave'), latencyMs: z.int().min(0).optional(), throttle: z.boolean().optional() }),
]);

/**
 * The parent's handle on a simulator in another process: one JSON command a line in, one JSON answer a line out.
 * It is a pipe and not a route, so that nothing that speaks to the simulated clouds can reach it.
 */
export function controlSimulator(sim: CloudSim, input: Readable, output: Writable, onEnd: () => void): void {
  const lines = createInterface({ input });
  lines.on('line', (line) => {
    if (line.trim() !== '') output.write(`${JSON.stringify(obey(sim, line))}\n`);
  });
  lines.on('close', onEnd);
}

function obey(sim: CloudSim, line: string): object {
  const parsed = commandSchema.safeParse(readJson(line));
  if (!parsed.success) return { error: 'unknown command' };
  const command = parsed.data;
  switch (command.command) {
    case 'log':
      return {
        requests: sim.log.all().length,
        operations: sim.log.operations(),
        writes: sim.log.writes(),
        secretReads: sim.log.secretReads(),
        throttled: sim.log.throttled().length,
        denied: sim.log.denied().length,
      };
    case 'clear-log':
      sim.log.clear();
      return { cleared: true };
    case 'deny':
      sim.behaviour.denied = new Set(command.permissions);
      return { denied: command.permissions };
    case 'trust-aws-role': {
      // The server makes an External ID after the simulator has started, as a customer edits a trust policy afterwards.
      const role = sim.estate.aws?.roles.find(({ name }) => name === command.roleName);
      if (role === undefined) return { error: 'unknown role' };
      if (command.externalId !== undefined) role.externalId = command.externalId;
      if (command.webIdentity !== undefined) role.webIdentity = command.webIdentity;
      return { trusted: command.roleName };
    }
    case 'behave':
      sim.behaviour.latencyMs = command.latencyMs ?? sim.behaviour.latencyMs;
      sim.behaviour.throttle = command.throttle ?? sim.behaviour.throttle;
      return { latencyMs: sim.behaviour.latencyMs, throttle: sim.behaviour.throttle };
    default:
      return command satisfies never;
  }
}

function readJson(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return value;
  } catch {
    return null;
  }
}
