import { readConfig, settingNames } from './config.js';
import { startEgressProxy } from './egress-proxy.js';
import { stdoutLog } from './tunnel-log.js';

/** config → listen → drain. `--print-settings` says the names of all variables, one a line, and ends. */
if (process.argv.includes('--print-settings')) {
  process.stdout.write(`${settingNames.join('\n')}\n`);
  process.exit(0);
}
try {
  const config = readConfig(process.env);
  if (config.testExceptions.size > 0)
    process.stderr.write('!!! VITRINE_EGRESS_TEST_EXCEPTIONS is set: this proxy is for simulated clouds, not for customers\n');
  const proxy = await startEgressProxy({ ...config, log: stdoutLog });
  process.stdout.write(`${JSON.stringify({ ready: true, port: proxy.port })}\n`);
  const leave = (): void => {
    void proxy.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', leave);
  process.once('SIGINT', leave);
} catch (error) {
  process.stderr.write(`vitrine-egress could not start: ${error instanceof Error ? error.message : 'unknown'}\n`);
  process.exitCode = 1;
}
