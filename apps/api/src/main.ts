import 'reflect-metadata';
import { VitrineError } from '@vitrine/contracts';
import { readConfig, settingNames } from './config.js';
import { OperatorLog } from './operator-log.js';
import { startApi } from './start-api.js';

/**
 * config → app → listen → drain on signal. `--exit-with-parent`: also when stdin ends, so that no orphan keeps the port.
 * `--print-settings` says the names of all variables, one a line, and ends.
 */
if (process.argv.includes('--print-settings')) {
  process.stdout.write(`${settingNames.join('\n')}\n`);
  process.exit(0);
}
try {
  const config = readConfig(process.env);
  const api = await startApi(config, new OperatorLog(config.logLevel));
  process.stdout.write(`${JSON.stringify({ ready: true, port: api.port, metricsPort: api.metricsPort })}\n`);
  const leave = (): void => {
    api.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', leave);
  process.once('SIGINT', leave);
  if (process.argv.includes('--exit-with-parent')) process.stdin.once('end', leave).once('close', leave).resume();
} catch (error) {
  const told = error instanceof VitrineError ? `${error.code}: ${error.internal}` : error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
  process.stderr.write(`vitrine-api could not start: ${told}\n`);
  process.exitCode = 1;
}
