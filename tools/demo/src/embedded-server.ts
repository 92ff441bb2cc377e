import { parseArgs } from 'node:util';
import { VitrineError } from '@vitrine/contracts';
import { startEmbedded } from './embedded-start.js';
import { defaultInstanceFolder } from './programs.js';
import { Undoing } from './undoing.js';

/**
 * The embedded start as a program, for whoever may not import it (the command line audits an own account with it).
 * Says where it is in one JSON line on stdout, without a secret: the token is in the 0600 file that it names.
 * Ends when its stdin ends or on a signal. Steps are told on stderr.
 * Endpoint variables (`VITRINE_*_ENDPOINT`, `VITRINE_AZURE_AUTHORITY`, `VITRINE_EXTRA_CA_FILE`) are the operator's and pass to the worker.
 */
const ENDPOINTS = [
  'VITRINE_AWS_ENDPOINT',
  'VITRINE_AZURE_ARM_ENDPOINT',
  'VITRINE_AZURE_AUTHORITY',
  'VITRINE_AZURE_GRAPH_ENDPOINT',
  'VITRINE_AZURE_METRICS_ENDPOINT',
  'VITRINE_AZURE_RETAIL_ENDPOINT',
  'VITRINE_AZURE_BLOB_ENDPOINT',
  'VITRINE_GCP_ENDPOINT',
  'VITRINE_EXTRA_CA_FILE',
];

const undoing = new Undoing();
let leaving = false;
const leave = (status: number): void => {
  leaving = true;
  void undoing.run().then(() => process.exit(status));
};
try {
  const { values } = parseArgs({ options: { folder: { type: 'string', default: defaultInstanceFolder } } });
  process.once('SIGTERM', () => leave(0));
  process.once('SIGINT', () => leave(0));
  const endpoints = Object.fromEntries(ENDPOINTS.flatMap((name): [string, string][] => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  const instance = await startEmbedded({ folder: values.folder, endpoints, onStep: (step) => void process.stderr.write(`Starting: ${step}\n`) });
  undoing.add(() => instance.stop());
  process.stdin
    .once('end', () => leave(0))
    .once('close', () => leave(0))
    .resume();
  const { apiUrl, issuer, organizationId, tokenFile, sealingKids, login } = instance;
  process.stdout.write(
    `${JSON.stringify({ ready: true, apiUrl, issuer, organizationId, tokenFile, sealingKids: [...sealingKids], login: { name: login.name, passwordFile: login.passwordFile } })}\n`,
  );
  void instance.lost.then((name) => {
    // On our way out every process ends, because we end it.
    if (leaving) return;
    process.stderr.write(`${name} ended by itself; see ${instance.folder}/logs\n`);
    leave(1);
  });
} catch (error) {
  process.stderr.write(
    `embedded start: ${error instanceof VitrineError ? `${error.code} ${error.internal}` : error instanceof Error ? error.message : 'failed'}\n`,
  );
  leave(1);
}
