import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { organizationIdSchema } from '@vitrine/contracts';
import { sampleEvents, sampleTrail } from '@vitrine/testing';
import { parseExportLine, verificationKeyOf, verificationKeyText, type NoteSigner } from '@vitrine/trail';
import { exitCodes } from '../exit-codes.js';
import { runCli, type CliRun } from '../testing/cli-under-test.js';
import { trailExitCodes } from './trail-exit-codes.js';

const [organizationId, otherOrganization] = [
  organizationIdSchema.parse('01890000-0000-7000-8000-00000000000a'),
  organizationIdSchema.parse('01890000-0000-7000-8000-00000000000b'),
];
const signer: NoteSigner = { name: 'vitrine.example/trail', privateKey: generateKeyPairSync('ed25519').privateKey };
const key = verificationKeyText(verificationKeyOf(signer.name, signer.privateKey));
const linesOf = (id: typeof organizationId): string[] => [
  ...sampleTrail({ organizationId: id, count: 12, every: 4, signers: [signer], eventAt: sampleEvents(id) }),
];

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'vitrine-trail-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function verify(text: string | Buffer, ...args: readonly string[]): Promise<CliRun> {
  await writeFile(join(folder, 'trail.ndjson'), text);
  return await runCli(['trail', 'verify', 'trail.ndjson', '--key', key, ...args], { workingFolder: folder });
}

describe('vitrine trail verify', () => {
  const lines = linesOf(organizationId);

  it('CS-15 says intact, and that nothing from outside was compared', async () => {
    const run = await verify(lines.join(''));
    expect(run).toMatchObject({ code: exitCodes.ok, err: expect.stringContaining('--from-checkpoint') });
    expect(run.out).toContain(`intact: 12 entries of organization ${organizationId}`);
  });

  it('names the entry, the line and the way, with an exit status of its own', async () => {
    const run = await verify(lines.map((line, at) => (at === 7 ? line.replace('succeeded', 'succeedee') : line)).join(''));
    expect(run).toMatchObject({ code: trailExitCodes['entry-edited'], err: '' });
    expect(run.out).toBe('broken: entry-edited at entry 5, line 8: entry 5 is not what its leaf hash was made of\n');
  });

  it('gives the verdict to machines', async () => {
    const run = await verify(lines.filter((_, at) => at !== 7).join(''), '--json');
    expect(run.code).toBe(trailExitCodes['entry-dropped']);
    expect(JSON.parse(run.out)).toEqual({ kind: 'broken', code: 'entry-dropped', index: 5, line: 15, says: 'entry 5 is missing' });
  });

  it('finds a tail that was cut with all that tells of it, by a checkpoint that was kept elsewhere', async () => {
    const last = parseExportLine(lines.at(-1) ?? '');
    await writeFile(join(folder, 'kept.note'), last.kind === 'checkpoint' ? last.note : '');
    const cut = [lines[0]?.replace(/"head":"[^]*"}/, '"head":null}'), ...lines.slice(1, 11)].join('');
    expect(await verify(cut)).toMatchObject({ code: exitCodes.ok });
    expect(await verify(cut, '--from-checkpoint', 'kept.note')).toMatchObject({ code: trailExitCodes['tail-cut'], out: expect.stringContaining('at entry 8') });
    expect(await verify(lines.join(''), '--from-checkpoint', 'kept.note')).toMatchObject({ code: exitCodes.ok, err: '' });
  });

  it('takes the file of an anchor folder as it is: every checkpoint in it is compared, those of other epochs are passed over', async () => {
    const notes = lines.flatMap((line) => {
      const parsed = parseExportLine(line);
      return parsed.kind === 'checkpoint' ? [parsed.note] : [];
    });
    await writeFile(join(folder, 'anchor.jsonl'), notes.map((note, at) => `${JSON.stringify({ epoch: 1, size: 4 * (at + 1), note })}\n`).join(''));
    expect(await verify(lines.join(''), '--from-checkpoint', 'anchor.jsonl')).toMatchObject({ code: exitCodes.ok, err: '' });
    const eventAt = (index: number): ReturnType<ReturnType<typeof sampleEvents>> => ({
      ...sampleEvents(organizationId)(index),
      outcome: index === 5 ? 'denied' : 'succeeded',
    });
    const rewritten = [...sampleTrail({ organizationId, count: 12, every: 12, signers: [signer], eventAt })].join('');
    const run = await verify(rewritten, '--from-checkpoint', 'anchor.jsonl', '--json');
    expect(JSON.parse(run.out)).toMatchObject({ code: 'history-rewritten', index: 4 });
    // A crash cut one line, and the next writer went on right behind it: the others are compared, and the loss is told.
    const torn = (await readFile(join(folder, 'anchor.jsonl'), 'utf8')).replace('}\n', '\n');
    await writeFile(join(folder, 'torn.jsonl'), torn);
    const passed = await verify(lines.join(''), '--from-checkpoint', 'torn.jsonl');
    expect(passed).toMatchObject({ code: exitCodes.ok, err: 'torn.jsonl: passed over 1 cut line.\n' });
    expect(JSON.parse((await verify(rewritten, '--from-checkpoint', 'torn.jsonl', '--json')).out)).toMatchObject({ code: 'history-rewritten' });
    // Years of them: far more than is read of any other file of keys or notes.
    const wide = JSON.stringify({ note: notes.at(-1), remark: 'x'.repeat(100_000) });
    await writeFile(join(folder, 'years.jsonl'), `${wide}\n`.repeat(170));
    expect(await verify(lines.join(''), '--from-checkpoint', 'years.jsonl')).toMatchObject({ code: exitCodes.ok, err: '' });
    await writeFile(join(folder, 'other.jsonl'), '{"epoch":1}\n');
    expect(await verify(rewritten, '--from-checkpoint', 'other.jsonl')).toMatchObject({ code: exitCodes.usage });
    await writeFile(join(folder, 'broken.jsonl'), '{"note":\n');
    expect(await verify(rewritten, '--from-checkpoint', 'broken.jsonl')).toMatchObject({ code: exitCodes.usage });
  });

  it('refuses the trail of another organization, though the same key signed it', async () => {
    const run = await verify(linesOf(otherOrganization).join(''), '--organization', organizationId);
    expect(run.code).toBe(trailExitCodes['organization-foreign']);
  });

  it('takes its keys from a file too: while one replaces another, both', async () => {
    const next = verificationKeyText(verificationKeyOf(signer.name, generateKeyPairSync('ed25519').publicKey));
    await writeFile(join(folder, 'keys.txt'), `# next\n${next}\n\n# now\n${key}\n`);
    await writeFile(join(folder, 'trail.ndjson'), lines.join(''));
    expect(await runCli(['trail', 'verify', 'trail.ndjson', '--key', 'keys.txt'], { workingFolder: folder })).toMatchObject({ code: exitCodes.ok });
    expect(await runCli(['trail', 'verify', 'trail.ndjson', '--key', next], { workingFolder: folder })).toMatchObject({ code: trailExitCodes['key-foreign'] });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'hello\n'],
    ['bytes that are no UTF-8', Buffer.concat([Buffer.from(lines[0] ?? ''), Buffer.from([0xff, 0xfe, 0x0a])])],
    ['half a line', lines.join('').slice(0, 3_000)],
    ['a line of five million characters', `${lines[0] ?? ''}${'x'.repeat(5_000_000)}\n`],
  ])('tells of a file of %s by line and reason, never by a stack trace', async (_, text) => {
    const run = await verify(text);
    expect(run).toMatchObject({ code: trailExitCodes['file-malformed'], err: '', out: expect.stringMatching(/^broken: file-malformed.*line \d+: .+\n$/) });
  });

  it('tells mistakes of the command apart from a broken trail', async () => {
    const bare = { workingFolder: folder };
    expect(await runCli(['trail', 'verify', 'missing.ndjson', '--key', key], bare)).toMatchObject({
      code: exitCodes.usage,
      err: expect.stringContaining('ENOENT'),
    });
    expect(await runCli(['trail', 'verify', 'trail.ndjson', '--key', 'missing.txt'], bare)).toMatchObject({ code: exitCodes.usage });
    expect(await runCli(['trail', 'verify', 'trail.ndjson', '--key', key.replace('vitrine', 'other')], bare)).toMatchObject({ code: exitCodes.usage });
    expect(await runCli(['trail', 'verify', 'trail.ndjson'], bare)).toMatchObject({ code: exitCodes.usage });
    expect(await runCli(['trail', 'verify', 'trail.ndjson', '--key', key, '--organization', 'x'], bare)).toMatchObject({ code: exitCodes.usage });
  });

  it('gives every fault a status that no other end of a command has', () => {
    const all = [...Object.values(exitCodes), ...Object.values(trailExitCodes)];
    expect(new Set(all).size).toBe(all.length);
  });

  it('is offline: what verifies imports files and hashes, and nothing that could reach a network', async () => {
    const imports: string[] = [];
    for (const place of [import.meta.dirname, join(import.meta.dirname, '../../../../libs/trail/src')]) {
      for (const file of (await readdir(place, { recursive: true })).filter((name) => name.endsWith('.ts') && !/\.(spec|fixture)\.ts$/.test(name))) {
        imports.push(...[...(await readFile(join(place, file), 'utf8')).matchAll(/from '([^.'][^']*)'/g)].map(([, from = '']) => from));
      }
    }
    expect([...new Set(imports)].sort()).toEqual([
      '@vitrine/contracts',
      '@vitrine/trail',
      'commander',
      'node:buffer',
      'node:crypto',
      'node:fs',
      'node:fs/promises',
      'node:path',
      'zod',
    ]);
  });
});
