import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { VitrineError } from '@vitrine/contracts';
import { runDemo } from './demo.js';
import { demoJson, demoText } from './demo-summary.js';
import { defaultInstanceFolder } from './programs.js';
import { Undoing } from './undoing.js';

const USAGE = `npm run demo [-- --json] [--keep] [--folder DIR] [--report FILE]
  Audits three simulated clouds on this machine, shows what it found and writes a report.
  --json    one JSON object on stdout, progress on stderr; ends everything
  --keep    stays up after the summary (the default on a terminal) until Ctrl-C
`;

async function main(undoing: Undoing): Promise<number> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      folder: { type: 'string' },
      report: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const ending = new AbortController();
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        ending.abort(new Error('stopped'));
        resolve();
      });
    }
  });
  const progress = { isTTY: process.stderr.isTTY && !values.json, write: (text: string) => void process.stderr.write(text) };
  const reportFile = values.report ?? join(process.cwd(), 'vitrine-report.html');
  const { instance, result } = await runDemo({ folder: values.folder ?? defaultInstanceFolder, reportFile, progress, signal: ending.signal }, undoing);
  const sound = result.report.connections.every(({ auditState }) => auditState === 'completed' || auditState === 'partial');

  if (values.json) process.stdout.write(`${JSON.stringify(demoJson(result), null, 2)}\n`);
  else process.stdout.write(`${demoText(result)}\nReport: ${reportFile}\n`);
  if (!values.json && (values.keep || process.stdout.isTTY)) {
    // The password goes to the terminal and is in its 0600 file; no process logs it.
    process.stdout.write(
      `API and docs: ${instance.apiUrl}/docs\nSign in at ${instance.issuer} as ${instance.login.name} with password ${instance.login.password} (kept in ${instance.login.passwordFile})\nToken for scripts: ${instance.tokenFile}\nCtrl-C ends everything.\n`,
    );
    const lost = await Promise.race([asked.then(() => null), instance.lost]);
    if (lost !== null) {
      process.stderr.write(`${lost} ended by itself; see ${instance.folder}/logs\n`);
      return 1;
    }
  }
  return sound ? 0 : 1;
}

const undoing = new Undoing();
let status = 1;
try {
  status = await main(undoing);
} catch (error) {
  const told = error instanceof VitrineError ? `${error.code}: ${error.publicMessage} ${error.internal}` : error instanceof Error ? error.message : 'failed';
  process.stderr.write(`\ndemo: ${told}\n`);
}
await undoing.run();
process.exit(status);
