import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { organizationIdSchema } from '@vitrine/contracts';
import { DEFAULT_SKEW_MS, ExportVerifier, type TrailVerdict } from '@vitrine/trail';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { duration } from '../option-values.js';
import { feedLines } from './feed-lines.js';
import { keptNotes } from './kept-notes.js';
import { unreadable } from './read-small-file.js';
import { trailExitCodes } from './trail-exit-codes.js';
import { verificationKeys } from './verification-keys.js';

const CHUNK_BYTES = 1024 * 1024;

interface TrailVerifyOptions {
  readonly key: readonly string[];
  readonly fromCheckpoint: readonly string[];
  readonly organization?: string;
  readonly skew: number;
  readonly json: boolean;
}

const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Needs the file and the published key: no network, no token, no Vitrine. */
export function addTrailVerify(parent: Command, context: CliContext, end: (code: ExitCode) => void): void {
  parent
    .command('verify <file>')
    .description('an exported trail against the published key, offline; says which entry was tampered with, and how')
    .requiredOption('--key <key>', 'name+hash+base64, or a file of such lines; again for a second key', collected)
    .option('--from-checkpoint <file>', 'a checkpoint that was kept elsewhere, or the file of an anchor folder; again for more', collected, [])
    .option('--organization <id>', 'the organization that the file must be of', organization)
    .addOption(new Option('--skew <time>', 'how far an entry may lie before one that precedes it').argParser(duration).default(DEFAULT_SKEW_MS, '10m'))
    .option('--json', 'the verdict as JSON', false)
    .action(async (file: string, options: TrailVerifyOptions) => {
      const verdict = await verdictOf(file, options, context);
      context.out(options.json ? `${JSON.stringify(verdict)}\n` : told(verdict));
      if (verdict.kind === 'intact' && !verdict.anchored) {
        context.err('Compared with no checkpoint kept elsewhere (--from-checkpoint): whoever holds the signing key could have rewritten all of it.\n');
      }
      end(verdict.kind === 'intact' ? exitCodes.ok : trailExitCodes[verdict.code]);
    });
}

async function verdictOf(file: string, options: TrailVerifyOptions, { workingFolder, signal, err }: CliContext): Promise<TrailVerdict> {
  const keys = await verificationKeys(options.key, workingFolder);
  const kept = await Promise.all(options.fromCheckpoint.map((path) => keptNotes(path, workingFolder)));
  for (const [at, { cutLines }] of kept.entries())
    if (cutLines > 0) err(`${options.fromCheckpoint[at] ?? ''}: passed over ${String(cutLines)} cut line${cutLines === 1 ? '' : 's'}.\n`);
  const verifier = new ExportVerifier({
    keys,
    keptNotes: kept.flatMap(({ notes }) => notes),
    skewMs: options.skew,
    ...(options.organization === undefined ? {} : { organizationId: options.organization }),
  });
  try {
    await feedLines(createReadStream(resolve(workingFolder, file), { highWaterMark: CHUNK_BYTES, signal }), verifier);
  } catch (error) {
    throw signal.aborted ? error : unreadable(file, error);
  }
  return verifier.end();
}

function told(verdict: TrailVerdict): string {
  if (verdict.kind === 'broken') {
    return `broken: ${verdict.code}${verdict.index === null ? '' : ` at entry ${String(verdict.index)}`}, line ${String(verdict.line)}: ${verdict.says}\n`;
  }
  const { organizationId, epoch, from, size, root, entries, checkpoints, droppedPayloads } = verdict;
  return [
    `intact: ${String(entries)} entries of organization ${organizationId}${epoch === 1 ? '' : `, epoch ${String(epoch)}`}`,
    `  entries ${size === from ? 'none' : `${String(from)} to ${String(size - 1)}`}, ${String(checkpoints)} checkpoints, ${String(droppedPayloads)} payloads dropped by retention`,
    `  root ${root ?? 'none'}`,
    '',
  ].join('\n');
}

function organization(text: string): string {
  const parsed = organizationIdSchema.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('Not the id of an organization.');
  return parsed.data;
}
