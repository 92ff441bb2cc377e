import { appendFileSync, readFileSync, truncateSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, organizationIdSchema, type OrganizationId } from '@vitrine/contracts';
import { folderAnchor, lineAnchor, type KnownCheckpoint } from './checkpoint-anchors.js';

let folder: string;
let id: OrganizationId;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'vitrine-anchors-'))));
afterAll(async () => await rm(folder, { recursive: true, force: true }));
beforeEach(() => void (id = organizationIdSchema.parse(newId(organizationIdSchema))));

const checkpoint = (size: number, note = `note of ${String(size)}\n`): KnownCheckpoint => ({ epoch: 1, size, note });
const fileOf = (): string => join(folder, `${id}.jsonl`);

describe('a folder that keeps checkpoints', () => {
  it('holds each one, and knows the last of each organization', () => {
    const anchor = folderAnchor(folder);
    const other = organizationIdSchema.parse(newId(organizationIdSchema));
    expect(anchor.lastOf(id)).toBe('none');
    for (let size = 1; size <= 3; size += 1) anchor.keep(id, checkpoint(size));
    anchor.keep(other, checkpoint(9));
    expect([anchor.lastOf(id), anchor.lastOf(other)]).toEqual([checkpoint(3), checkpoint(9)]);
    expect(readFileSync(fileOf(), 'utf8').trim().split('\n')).toEqual([1, 2, 3].map((size) => JSON.stringify(checkpoint(size))));
  });

  it('loses one line to a crash in the midst of it, and not the next one too', () => {
    const anchor = folderAnchor(folder);
    anchor.keep(id, checkpoint(1));
    appendFileSync(fileOf(), '{"epoch":1,"si');
    expect(anchor.lastOf(id)).toEqual(checkpoint(1));
    anchor.keep(id, checkpoint(3));
    anchor.keep(id, checkpoint(4));
    expect(anchor.lastOf(id)).toEqual(checkpoint(4));
    expect(readFileSync(fileOf(), 'utf8').split('\n')[2]).toBe(JSON.stringify(checkpoint(3)));
  });

  it('is asked for its end alone, which is looked for further back only where it is no checkpoint', () => {
    const anchor = folderAnchor(folder);
    anchor.keep(id, checkpoint(1, 'x'.repeat(100_000)));
    expect(anchor.lastOf(id)).toMatchObject({ size: 1 });
    // Two hundred kilobytes that are none: the one before them still counts.
    appendFileSync(fileOf(), `${'?'.repeat(200_000)}\n`);
    expect(anchor.lastOf(id)).toMatchObject({ size: 1 });
    anchor.keep(id, checkpoint(2));
    expect(anchor.lastOf(id)).toEqual(checkpoint(2));
    // Larger than any text that Node can hold, and all of it a hole.
    const huge = organizationIdSchema.parse(newId(organizationIdSchema));
    anchor.keep(huge, checkpoint(1));
    truncateSync(join(folder, `${huge}.jsonl`), 3 * 2 ** 30);
    anchor.keep(huge, checkpoint(2));
    expect(anchor.lastOf(huge)).toEqual(checkpoint(2));
  });

  it('is none where nothing in the file is a checkpoint', () => {
    appendFileSync(fileOf(), '\n\n{"epoch":0}\n');
    expect(folderAnchor(folder).lastOf(id)).toBe('none');
  });
});

describe('lines on stdout', () => {
  it('name the organization, and are remembered by nobody here', () => {
    const lines: string[] = [];
    const anchor = lineAnchor((line) => lines.push(line));
    anchor.keep(id, checkpoint(2));
    expect([lines, anchor.lastOf(id)]).toEqual([[`${JSON.stringify({ trailCheckpoint: { organizationId: id, ...checkpoint(2) } })}\n`], 'none']);
  });
});
