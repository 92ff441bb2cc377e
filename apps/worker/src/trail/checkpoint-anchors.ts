import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { OrganizationId } from '@vitrine/contracts';
import { z } from 'zod';

/** A checkpoint that was given away. */
const knownCheckpointSchema = z.object({ epoch: z.int().min(1), size: z.int().min(1), note: z.string() });
export type KnownCheckpoint = z.infer<typeof knownCheckpointSchema>;

/** Some two hundred checkpoints. */
const tailBytes = 65_536;

/** A place outside the database, where whoever owns the database cannot reach back. */
export interface CheckpointAnchor {
  keep(organizationId: OrganizationId, checkpoint: KnownCheckpoint): void;
  /** The newest that it holds. */
  lastOf(organizationId: OrganizationId): KnownCheckpoint | 'none';
}

/** One JSON line per checkpoint: whatever collects the process's output keeps them. */
export function lineAnchor(write: (line: string) => void): CheckpointAnchor {
  return {
    keep: (organizationId, { epoch, size, note }) => write(`${JSON.stringify({ trailCheckpoint: { organizationId, epoch, size, note } })}\n`),
    lastOf: () => 'none',
  };
}

/**
 * A file per organization in a folder that the operator mounts from elsewhere: another machine, a bucket, a disk that takes no rewriting.
 * Vitrine itself writes to no object store: what can write to a cloud is not in this house.
 */
export function folderAnchor(folder: string): CheckpointAnchor {
  mkdirSync(folder, { recursive: true, mode: 0o750 });
  const fileOf = (organizationId: OrganizationId): string => join(folder, `${organizationId}.jsonl`);
  return {
    keep: (organizationId, checkpoint) => {
      withFile(fileOf(organizationId), 'a+', (file, size) => {
        // A line that a crash cut stays cut; the next one must not be lost behind it.
        const torn = size > 0 && readTail(file, size, 1) !== '\n';
        writeSync(file, `${torn ? '\n' : ''}${JSON.stringify(checkpoint)}\n`);
      });
    },
    lastOf: (organizationId) => {
      const path = fileOf(organizationId);
      return existsSync(path) ? withFile(path, 'r', lastIn) : 'none';
    },
  };
}

function withFile<T>(path: string, how: 'a+' | 'r', work: (file: number, size: number) => T): T {
  const file = openSync(path, how, 0o640);
  try {
    return work(file, fstatSync(file).size);
  } finally {
    closeSync(file);
  }
}

/** The file grows for ever and its last line is what counts: more of it is read only where that one was cut. */
function lastIn(file: number, size: number): KnownCheckpoint | 'none' {
  for (let length = Math.min(size, tailBytes); length > 0; length = Math.min(size, 2 * length)) {
    const lines = readTail(file, size, length).split('\n');
    // The first one began before what was read, unless all of it was.
    for (const line of lines.slice(length < size ? 1 : 0).reverse()) {
      const parsed = knownCheckpointSchema.safeParse(parsedJson(line));
      if (parsed.success) return parsed.data;
    }
    if (length === size) return 'none';
  }
  return 'none';
}

function readTail(file: number, size: number, length: number): string {
  const tail = Buffer.alloc(length);
  return tail.subarray(0, readSync(file, tail, 0, length, size - length)).toString('utf8');
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
