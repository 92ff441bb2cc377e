import { spawn } from 'node:child_process';
import { generateKeyPairSync, hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { organizationIdSchema } from '@vitrine/contracts';
import { sampleEvents, sampleTrail } from '@vitrine/testing';
import { canonicalBytes, leafHash, trailEntrySchema, TreeHead, verificationKeyOf, verificationKeyText, type NoteSigner } from '@vitrine/trail';
import type { BenchOptions, BenchRow } from './bench-row.js';
import { cpuSecondsOf, peakMegabytesOf } from './process-usage.js';
import { Undo } from './undo.js';

const [ENTRIES, MILLION] = [100_000, 1_000_000];
/** A checkpoint every five seconds of twenty entries each. */
const EVERY = 100;
const HASHED = 100_000;
/** A minute for a million. */
const MOST_SECONDS_OF_A_MILLION = 60;
const LOOK_MS = 250;
const program = fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url));
const organizationId = organizationIdSchema.parse('01890000-0000-7000-8000-00000000000a');

/** A trail verified by the command line as it ships (with `--million`, of a million entries); and how fast leaves are made. */
export async function run({ million, say }: BenchOptions): Promise<BenchRow[]> {
  const undo = new Undo();
  const entries = million ? MILLION : ENTRIES;
  try {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-bench-trail-'));
    undo.add(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'trail.ndjson');
    const signer: NoteSigner = { name: 'vitrine.example/trail', privateKey: generateKeyPairSync('ed25519').privateKey };
    await writeTrail(file, entries, signer);
    const megabytes = (await stat(file)).size / 1e6;
    say(`trail-verify: ${megabytes.toFixed(0)} MB written`);
    const read = await secondsOf(async () => await pipeline(createReadStream(file), async (chunks: AsyncIterable<Buffer>) => void (await countLines(chunks))));
    const run = await verify(file, verificationKeyText(verificationKeyOf(signer.name, signer.privateKey)), entries, undo);
    say(`trail-verify: ${run.seconds.toFixed(1)} s, ${run.cpuSeconds.toFixed(1)} CPU-s, ${run.megabytes.toFixed(0)} MB`);
    return [
      {
        row: 'trail-verify',
        figure: `${entries.toLocaleString('en')} entries, wall`,
        measured: { value: run.seconds, unit: 's' },
        baseline: null,
        bar: { atMost: (MOST_SECONDS_OF_A_MILLION * entries) / MILLION },
        notes: `${megabytes.toFixed(0)} MB, ${String(entries / EVERY)} checkpoints, ${run.cpuSeconds.toFixed(1)} CPU-s; reading the file and counting its lines: ${read.toFixed(1)} s`,
      },
      {
        row: 'trail-verify',
        figure: 'peak memory (event ids are remembered, all else is streamed)',
        measured: { value: run.megabytes, unit: 'MB' },
        baseline: null,
        bar: { atMost: 256 },
      },
      leafRow(),
    ];
  } finally {
    await undo.run();
  }
}

async function writeTrail(file: string, entries: number, signer: NoteSigner): Promise<void> {
  const lines = sampleTrail({ organizationId, count: entries, every: EVERY, signers: [signer], eventAt: sampleEvents(organizationId) });
  await pipeline(Readable.from(batches(lines)), createWriteStream(file));
}

function* batches(lines: Iterable<string>): Generator<string> {
  let batch: string[] = [];
  for (const line of lines) {
    batch.push(line);
    if (batch.length < 1_000) continue;
    yield batch.join('');
    batch = [];
  }
  yield batch.join('');
}

async function verify(file: string, key: string, entries: number, undo: Undo): Promise<{ seconds: number; cpuSeconds: number; megabytes: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, [program, 'trail', 'verify', file, '--key', key], { stdio: ['ignore', 'pipe', 'inherit'] });
  undo.add(() => Promise.resolve(void child.kill('SIGKILL')));
  const [pid, used] = [child.pid ?? 0, { cpuSeconds: 0, megabytes: 0 }];
  const look = setInterval(() => {
    try {
      [used.cpuSeconds, used.megabytes] = [cpuSecondsOf(pid), peakMegabytesOf(pid)];
    } catch {
      // It has just ended; what was read last stands.
    }
  }, LOOK_MS);
  let said = '';
  child.stdout.on('data', (data: Buffer) => void (said += data.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(look);
  if (code !== 0 || !said.startsWith(`intact: ${String(entries)} entries`)) throw new Error(`the verifier ended with ${String(code)}: ${said}`);
  return { seconds: (performance.now() - started) / 1000, ...used };
}

/** Canonical bytes, leaf hash and tree, beside the bare SHA-256 of the same bytes. */
function leafRow(): BenchRow {
  const eventAt = sampleEvents(organizationId);
  const entries = Array.from({ length: HASHED }, (_, index) => {
    const { payload: _payload, salt: _salt, ...envelope } = eventAt(index);
    return trailEntrySchema.parse({ ...envelope, index, payloadHash: '0'.repeat(64) });
  });
  const head = TreeHead.empty();
  const started = performance.now();
  for (const entry of entries) head.append(leafHash(canonicalBytes(entry)));
  const made = performance.now() - started;
  const bytes = entries.map(canonicalBytes);
  const again = performance.now();
  for (const each of bytes) hash('sha256', each, 'buffer');
  const bare = performance.now() - again;
  const rate = (milliseconds: number): number => Math.round(HASHED / (milliseconds / 1000));
  return {
    row: 'trail-verify',
    figure: 'leaves made and appended, against bare SHA-256 of their bytes',
    measured: { value: rate(made), unit: 'entries/s' },
    baseline: { value: rate(bare), unit: 'hashes/s' },
    bar: null,
  };
}

async function countLines(chunks: AsyncIterable<Buffer>): Promise<number> {
  let lines = 0;
  for await (const chunk of chunks) for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  return lines;
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
