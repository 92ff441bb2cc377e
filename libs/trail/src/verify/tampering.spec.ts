import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { organizationIdSchema } from '@vitrine/contracts';
import { sampleEvents, sampleTrail, type TrailPlan } from '@vitrine/testing';
import fc from 'fast-check';
import { exportCheckpointLine, parseExportLine, type ExportEntry } from '../export/export-line.js';
import { leafBytes } from '../trail-entry.js';
import { leafHash } from '../tree-hash.js';
import { verificationKeyOf, type NoteSigner } from '../verification-key.js';
import { ExportVerifier } from './export-verifier.js';
import type { VerifyOptions } from './open-header.js';
import { trailFaultCodes, type TrailFaultCode, type TrailVerdict } from './trail-fault.js';

const [organizationId, otherOrganization] = [
  organizationIdSchema.parse('01890000-0000-7000-8000-00000000000a'),
  organizationIdSchema.parse('01890000-0000-7000-8000-00000000000b'),
];
const newSigner = (): NoteSigner => ({ name: 'vitrine.example/trail', privateKey: generateKeyPairSync('ed25519').privateKey });
const signer = newSigner();
const keys = [verificationKeyOf(signer.name, signer.privateKey)];
const plan: TrailPlan = { organizationId, count: 60, every: 10, signers: [signer], eventAt: sampleEvents(organizationId) };

/** Line numbers: 0 the header, 1 entry 0, … 10 entry 9, 11 the checkpoint of size 10, 12 entry 10. */
const fileOf = (changes: Partial<TrailPlan> = {}): string[] => [...sampleTrail({ ...plan, ...changes })].map((line) => line.slice(0, -1));
const lineOf = (index: number): number => 1 + index + Math.floor(index / 10);

function verdictOf(lines: readonly string[], options: Partial<VerifyOptions> = {}): TrailVerdict {
  const verifier = new ExportVerifier({ keys, ...options });
  for (const line of lines) verifier.take(line);
  return verifier.end();
}

const entryAt = (lines: readonly string[], index: number): ExportEntry => {
  const line = parseExportLine(lines[lineOf(index)]!);
  if (line.kind !== 'entry') throw new Error(`no entry on the line of ${String(index)}`);
  return line;
};
const noteAt = (lines: readonly string[], size: number): string => {
  const line = parseExportLine(lines[lineOf(size - 1) + 1]!);
  if (line.kind !== 'checkpoint') throw new Error(`no checkpoint of ${String(size)}`);
  return line.note;
};
const without = (lines: readonly string[], ...gone: readonly number[]): string[] => lines.filter((_, at) => !gone.includes(at));
const withLine = (lines: readonly string[], at: number, text: string): string[] => lines.map((line, each) => (each === at ? text : line));
/** Without the header’s word for where the file ends, as somebody would who cuts it with care. */
const headless = (lines: readonly string[]): string[] => withLine(lines, 0, JSON.stringify({ ...JSON.parse(lines[0]!), head: null }));
/** Changes a leaf and makes its stated hash anew, as who owns the database can. */
const rewritten = (lines: readonly string[], index: number, change: (leaf: string) => string): string[] => {
  const entry = entryAt(lines, index);
  const leaf = change(entry.leaf);
  return withLine(lines, lineOf(index), JSON.stringify({ ...entry, leaf, leafHash: leafHash(leafBytes(leaf)).toString('base64') }));
};
const eventAt = (change: (index: number) => object) => (index: number) => ({ ...plan.eventAt(index), ...change(index) });
const whole = fileOf();

interface Attack {
  readonly attack: string;
  readonly code: TrailFaultCode;
  readonly index: number | null;
  readonly lines: readonly string[];
  readonly options?: Partial<VerifyOptions>;
}

const attacks: readonly Attack[] = [
  {
    attack: 'one letter of an entry is changed',
    code: 'entry-edited',
    index: 17,
    lines: withLine(whole, lineOf(17), whole[lineOf(17)]!.replace('succeeded', 'succeedee')),
  },
  {
    attack: 'an entry is changed, and its hash with it',
    code: 'checkpoint-mismatch',
    index: 10,
    lines: rewritten(whole, 17, (leaf) => leaf.replace('connection.changed', 'connection.deleted')),
  },
  {
    attack: 'a payload is changed',
    code: 'payload-edited',
    index: 33,
    lines: withLine(whole, lineOf(33), whole[lineOf(33)]!.replace('127.0.0.1', '127.0.0.2')),
  },
  { attack: 'an entry in the middle is dropped', code: 'entry-dropped', index: 13, lines: without(whole, lineOf(13)) },
  {
    attack: 'two entries are swapped',
    code: 'entry-reordered',
    index: 13,
    lines: withLine(withLine(whole, lineOf(13), whole[lineOf(17)]!), lineOf(17), whole[lineOf(13)]!),
  },
  {
    attack: 'an entry of one’s own is put in',
    code: 'entry-inserted',
    index: 14,
    lines: [...whole.slice(0, lineOf(14)), fileOf({ eventAt: eventAt(() => ({ eventType: 'member.added' })) })[lineOf(14)]!, ...whole.slice(lineOf(14))],
  },
  { attack: 'the tail is cut after a checkpoint was published', code: 'tail-cut', index: 55, lines: without(whole, 61, 62, 63, 64, 65) },
  { attack: 'the tail is cut at a checkpoint', code: 'tail-cut', index: 50, lines: whole.slice(0, lineOf(49) + 2) },
  {
    attack: 'the tail is cut at a checkpoint and the header with it, but somebody kept a checkpoint',
    code: 'tail-cut',
    index: 50,
    lines: headless(whole.slice(0, lineOf(49) + 2)),
    options: { keptNotes: [noteAt(whole, 60)] },
  },
  {
    attack: 'the keeper signs two trees of one size',
    code: 'checkpoint-forked',
    index: 39,
    lines: [
      ...whole.slice(0, lineOf(39) + 2),
      exportCheckpointLine(noteAt(fileOf({ eventAt: eventAt(() => ({ outcome: 'denied' })) }), 40)).trim(),
      ...whole.slice(lineOf(39) + 2),
    ],
  },
  {
    attack: 'the keeper shows one of two trees of one size to each of two readers',
    code: 'checkpoint-forked',
    index: 39,
    lines: whole,
    options: { keptNotes: [noteAt(fileOf({ eventAt: eventAt(() => ({ outcome: 'denied' })) }), 40)] },
  },
  {
    attack: 'an old checkpoint stands in the place of the newest',
    code: 'checkpoint-replayed',
    index: 30,
    lines: headless(withLine(whole, lineOf(59) + 1, whole[lineOf(29) + 1]!)),
  },
  { attack: 'another key signs all of it', code: 'key-foreign', index: null, lines: fileOf({ signers: [newSigner()] }) },
  {
    attack: 'another key signs under the id of the true one',
    code: 'signature-invalid',
    index: null,
    lines: withLine(whole, lineOf(9) + 1, exportCheckpointLine(noteAt(whole, 10).replace(/\S{20}\n$/, 'AAAAAAAAAAAAAAAAAAA=\n')).trim()),
  },
  {
    attack: 'an event id is used again, in a trail that its keeper signs',
    code: 'event-id-reused',
    index: 44,
    lines: fileOf({ eventAt: eventAt((index) => (index === 44 ? { eventId: plan.eventAt(4).eventId } : {})) }),
  },
  {
    attack: 'an entry is put in with a time long past, in a trail that its keeper signs',
    code: 'time-backwards',
    index: 45,
    lines: fileOf({ eventAt: eventAt((index) => (index === 45 ? { occurredAt: '2026-11-01T00:00:00.000Z' } : {})) }),
  },
  { attack: 'the reads of an operator are stripped', code: 'operator-reads-stripped', index: 21, lines: without(whole, ...[21, 22, 23, 24, 25].map(lineOf)) },
  {
    attack: 'an entry of another organization is mixed in, in a trail that its keeper signs',
    code: 'organization-foreign',
    index: 12,
    lines: fileOf({ eventAt: eventAt((index) => (index === 12 ? { organizationId: otherOrganization } : {})) }),
  },
  {
    attack: 'the trail of another organization is handed over',
    code: 'organization-foreign',
    index: null,
    lines: fileOf({ organizationId: otherOrganization, eventAt: sampleEvents(otherOrganization) }),
    options: { organizationId },
  },
  { attack: 'entries follow that no checkpoint signs', code: 'tail-unsigned', index: 50, lines: headless(without(whole, lineOf(59) + 1)) },
  {
    attack: 'the whole trail is rewritten and signed anew, but somebody kept a checkpoint',
    code: 'history-rewritten',
    index: 0,
    lines: fileOf({ every: 20, eventAt: eventAt((index) => (index === 3 ? { outcome: 'denied' } : {})) }),
    options: { keptNotes: [noteAt(whole, 30)] },
  },
  {
    attack: 'the checkpoint that was kept is older than the range in the file',
    code: 'kept-checkpoint-not-covered',
    index: 30,
    lines: fileOf({ from: 30 }),
    options: { keptNotes: [noteAt(whole, 20)] },
  },
  { attack: 'a line is no JSON', code: 'file-malformed', index: 5, lines: withLine(whole, lineOf(5), '{"kind":') },
];

describe('a trail that nobody tampered with', () => {
  it('is intact: every entry counted, every checkpoint compared', () => {
    expect(verdictOf(whole)).toEqual({
      kind: 'intact',
      origin: `vitrine.example/trail/${organizationId}`,
      organizationId,
      epoch: 1,
      from: 0,
      size: 60,
      root: noteAt(whole, 60).split('\n')[2],
      entries: 60,
      checkpoints: 6,
      droppedPayloads: 0,
      anchored: false,
    });
    expect(verdictOf(whole, { keptNotes: [noteAt(whole, 10), noteAt(whole, 60)], organizationId })).toMatchObject({ kind: 'intact', anchored: true });
  });

  it('stays intact when retention drops payloads: the leaf is their commitment', () => {
    expect(verdictOf(fileOf({ dropped: (index) => index < 40 }))).toMatchObject({ kind: 'intact', droppedPayloads: 40 });
  });

  it('may be exported from a checkpoint on: the tree before it is bound by the next signature', () => {
    const range = fileOf({ from: 30 });
    expect(verdictOf(range)).toMatchObject({ kind: 'intact', from: 30, size: 60, entries: 30 });
    const header = JSON.parse(range[0]!);
    const forged = withLine(range, 0, JSON.stringify({ ...header, from: { ...header.from, state: Buffer.alloc(4 * 32, 7).toString('base64') } }));
    expect(verdictOf(forged)).toMatchObject({ kind: 'broken', code: 'checkpoint-mismatch', index: 30 });
  });

  it('is intact while keys are replaced, for who knows the old key and for who knows the new one', () => {
    const next = newSigner();
    const file = fileOf({ signers: [signer, next] });
    expect(verdictOf(file)).toMatchObject({ kind: 'intact' });
    expect(verdictOf(file, { keys: [verificationKeyOf(next.name, next.privateKey)] })).toMatchObject({ kind: 'intact' });
  });

  it('of a second epoch is a trail of its own: a checkpoint of the first neither fits nor contradicts', () => {
    const second = fileOf({ epoch: 2 });
    expect(verdictOf(second)).toMatchObject({ kind: 'intact', epoch: 2 });
    expect(verdictOf(second, { keptNotes: [noteAt(whole, 60)] })).toMatchObject({ code: 'kept-checkpoint-not-covered' });
  });

  it('of a second epoch begins with a restart, behind which come entries that had waited for it; their times hold among themselves', () => {
    const waited = (begins: string, late: object = {}) =>
      fileOf({
        epoch: 2,
        eventAt: eventAt((index) => ({ ...(index === 0 ? { eventType: begins, occurredAt: '2026-12-24T00:00:00.000Z' } : {}), ...(index === 45 ? late : {}) })),
      });
    expect(verdictOf(waited('trail.epoch-begun'))).toMatchObject({ kind: 'intact', entries: 60 });
    // Only what begins an epoch may be ahead, and no entry behind it may fall back.
    expect(verdictOf(waited('member.added'))).toMatchObject({ code: 'time-backwards', index: 1 });
    expect(verdictOf(waited('trail.epoch-begun', { occurredAt: '2026-11-01T00:00:00.000Z' }))).toMatchObject({ code: 'time-backwards', index: 45 });
  });

  it('without entries is intact, and says that nothing was signed', () => {
    expect(verdictOf(fileOf({ count: 0 }))).toMatchObject({ kind: 'intact', size: 0, root: null });
  });
});

describe('the mutation suite of reference permissions-evidence-drift §6', () => {
  it.each(attacks)('$code: $attack', ({ lines, options, code, index }) => {
    expect(verdictOf(lines, options)).toMatchObject({ kind: 'broken', code, index });
  });

  it('finds each of its faults: no code is only a word', () => {
    expect(new Set(attacks.map(({ code }) => code))).toEqual(new Set(trailFaultCodes));
  });

  it('every byte of an entry counts: with any one changed, the file is broken', () => {
    const file = fileOf({ count: 3 });
    fc.assert(
      fc.property(fc.nat(file[2]!.length - 1), fc.integer({ min: 32, max: 126 }), (place, letter) => {
        const changed = file[2]!.slice(0, place) + String.fromCharCode(letter) + file[2]!.slice(place + 1);
        fc.pre(changed !== file[2]);
        expect(verdictOf(withLine(file, 2, changed)).kind).toBe('broken');
      }),
      { numRuns: 300 },
    );
  });

  it('never throws: whatever a line holds, the verdict names the line and says why', () => {
    const file = fileOf({ count: 3 });
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.oneof(fc.string(), fc.json(), fc.constant('null'), fc.constant('{"kind":"entry"}')), (at, text) => {
        expect(verdictOf(withLine(file, at, text))).toMatchObject({ kind: 'broken', line: at + 1, says: expect.stringMatching(/./) });
      }),
      { numRuns: 200 },
    );
  });

  it('half of a surrogate pair in a leaf is a fault of the file, never an exception', () => {
    const halved = rewritten(whole, 3, (leaf) => leaf.replace('"principal":"', '"principal":"\\ud800'));
    expect(verdictOf(halved)).toMatchObject({ code: 'file-malformed', index: 3 });
  });

  it('a leaf that is spelled in another way is no entry, even where its hash fits: two readers could read two things', () => {
    const doubled = rewritten(whole, 3, (leaf) => leaf.replace('"outcome":', '"outcome":"denied","outcome":'));
    expect(verdictOf(doubled)).toMatchObject({ code: 'file-malformed', index: 3 });
  });
});
