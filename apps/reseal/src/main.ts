import { VitrineError } from '@vitrine/contracts';
import { readConfig, settingNames } from './config.js';
import { startReseal } from './start-reseal.js';

/**
 * Re-seals in rounds until told to stop. `--once`: one round, then exit code 0 when nothing is left under an old key, 3 otherwise.
 * `--exit-with-parent`: also ends when stdin ends. `--print-settings` says the names of all variables, one a line, and ends.
 */
if (process.argv.includes('--print-settings')) {
  process.stdout.write(`${settingNames.join('\n')}\n`);
  process.exit(0);
}
try {
  const config = readConfig(process.env, process.argv.slice(2));
  const reseal = await startReseal(config);
  process.stdout.write(`${JSON.stringify({ ready: true, healthPort: reseal.healthPort })}\n`);
  const leave = (code: number): void => {
    reseal.stop().then(
      () => process.exit(code),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', () => leave(0));
  process.once('SIGINT', () => leave(0));
  if (config.exitWithParent)
    process.stdin
      .once('end', () => leave(0))
      .once('close', () => leave(0))
      .resume();
  if (config.once) leave((await reseal.finished) === 'done' ? 0 : 3);
} catch (error) {
  const told = error instanceof VitrineError ? `${error.code}: ${error.internal}` : error instanceof Error ? error.name : 'unknown';
  process.stderr.write(`vitrine-reseal could not start: ${told}\n`);
  process.exitCode = 1;
}
