import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ApiClient } from '@vitrine/api-client';
import { organizationIdSchema, VitrineError, type OrganizationId } from '@vitrine/contracts';
import { z } from 'zod';

const readySchema = z.object({
  ready: z.literal(true),
  apiUrl: z.string(),
  organizationId: organizationIdSchema,
  tokenFile: z.string(),
  sealingKids: z.array(z.string()),
});

export interface EmbeddedInstance {
  readonly client: ApiClient;
  readonly organizationId: OrganizationId;
  /** From the instance's own files, not over its API. */
  readonly sealingKids: ReadonlySet<string>;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface EmbeddedInstanceOptions {
  readonly folder?: string;
  /** Only `VITRINE_*` endpoint overrides and PATH are handed on: no profile, key or token of the caller's shell. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onStep: (text: string) => void;
}

const HANDED_ON = /^(PATH|TMPDIR|VITRINE_[A-Z_]*ENDPOINT|VITRINE_AZURE_AUTHORITY|VITRINE_EXTRA_CA_FILE)$/;

/**
 * Starts Vitrine on this machine as a process of its own. The command line is a client of it like of any other: it may not import
 * the side that opens credentials.
 */
export async function startEmbeddedInstance({ folder, environment, onStep }: EmbeddedInstanceOptions): Promise<EmbeddedInstance> {
  const program = fileURLToPath(new URL('../../../../tools/demo/dist/embedded-server.js', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...(folder === undefined ? [] : ['--folder', folder])], {
    env: Object.fromEntries(Object.entries(environment).filter(([name]) => HANDED_ON.test(name))),
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  child.stdin.on('error', () => undefined);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-1_000);
    onStep(chunk.toString());
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  const line = await new Promise<string | null>((resolve) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    void ended.then(() => resolve(null));
  });
  if (line === null)
    throw new VitrineError({
      code: 'embedded-start-failed',
      status: 500,
      publicMessage: `Vitrine did not start on this machine: ${said.trim().split('\n').at(-1) ?? ''}`,
    });
  const { apiUrl, tokenFile, organizationId, sealingKids } = readySchema.parse(JSON.parse(line));
  return {
    client: new ApiClient({ url: apiUrl, token: readFileSync(tokenFile, 'utf8').trim() }),
    organizationId,
    sealingKids: new Set(sealingKids),
    pid: child.pid ?? 0,
    stop,
  };
}
