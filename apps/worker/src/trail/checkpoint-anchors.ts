import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrganizationId } from '@vitrine/contracts';
import { z } from 'zod';

/** A checkpoint that was given away. */
const knownCheckpointSchema = z.object({ epoch: z.int().min(1), size: z.int().min(1), note: z.string() });
export type KnownCheckpoint = z.infer<typeof knownCheckpointSchema>;

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
    keep: (organizationId, checkpoint) => appendFileSync(fileOf(organizationId), `${JSON.stringify(checkpoint)}\n`, { mode: 0o640 }),
    lastOf: (organizationId) => {
      const file = fileOf(organizationId);
      if (!existsSync(file)) return 'none';
      // A line that was cut by a crash does not count; the one before it does.
      const lines = readFileSync(file, 'utf8').split('\n').reverse();
      for (const line of lines) {
        const parsed = knownCheckpointSchema.safeParse(parsedJson(line));
        if (parsed.success) return parsed.data;
      }
      return 'none';
    },
  };
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
