import { lockDoor } from '@vitrine/cloud-readers/outgoing';
import { VitrineError } from '@vitrine/contracts';
import { readConfig, settingNames } from './config.js';
import { startWorker } from './start-worker.js';

/** For closing what the drain left open. */
const closingMs = 5_000;

/**
 * config → context → self-check → processors → drain. `--exit-with-parent`: also when stdin ends, so that no orphan works on.
 * `--print-settings` says the names of all variables, one a line, and ends.
 */
if (process.argv.includes('--print-settings')) {
  process.stdout.write(`${settingNames.join('\n')}\n`);
  process.exit(0);
}
try {
  const config = readConfig(process.env, process.argv.slice(2));
  // Before anything of ours or of a dependency could speak to a cloud past the gate.
  lockDoor(config.endpoints);
  const worker = await startWorker(config, async () => (await import('./audit/production-parts.js')).productionParts());
  process.stdout.write(`${JSON.stringify({ ready: true, healthPort: worker.healthPort, duties: config.duties })}\n`);
  const leave = (): void => {
    // With Redis and Postgres both gone, closing their clients waits for an answer that nobody gives; a process that was told to end ends.
    setTimeout(() => process.exit(1), config.drainTimeoutMs + closingMs).unref();
    worker.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', leave);
  process.once('SIGINT', leave);
  if (config.exitWithParent) process.stdin.once('end', leave).once('close', leave).resume();
} catch (error) {
  const told = error instanceof VitrineError ? `${error.code}: ${error.internal}` : error instanceof Error ? error.name : 'unknown';
  process.stderr.write(`vitrine-worker could not start: ${told}\n`);
  process.exitCode = 1;
}
