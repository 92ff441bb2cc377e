import { verifyCheckpoint, type Checkpoint, type OpenedCheckpoint } from '../checkpoint.js';
import type { ExportHeader } from '../export/export-line.js';
import { trailOrigin, parseTrailOrigin } from '../trail-origin.js';
import { TreeHead } from '../tree-head.js';
import type { VerificationKey } from '../verification-key.js';
import { forks } from './checkpoint-watch.js';
import { fault, type TrailFault } from './trail-fault.js';

/** What a verifier believes, all from outside the file. */
export interface VerifyOptions {
  /** The published keys; two while one replaces the other. */
  readonly keys: readonly VerificationKey[];
  /** Notes that were kept elsewhere: what anchors the trail. */
  readonly keptNotes?: readonly string[];
  /** The organization that the file must be of. */
  readonly organizationId?: string;
  /** How far an entry may lie before one that precedes it, in milliseconds: an entry has the time when its work began, and its place from when it was committed. */
  readonly skewMs?: number;
}

export interface OpenedHeader {
  readonly header: ExportHeader;
  readonly head: TreeHead;
  readonly promised: Checkpoint | null;
  /** By size; those only that the file can be held against. */
  readonly kept: ReadonlyMap<number, Checkpoint>;
}

/** Checks the first line against itself and against what is believed. */
export function openHeader(header: ExportHeader, { keys, keptNotes = [], organizationId }: VerifyOptions): OpenedHeader | TrailFault {
  const identity = parseTrailOrigin(header.origin);
  if (identity === null || identity.organizationId !== header.organizationId || identity.epoch !== header.epoch) {
    return fault('organization-foreign', null, 'the header names another organization or epoch than its origin does');
  }
  if (organizationId !== undefined && organizationId !== header.organizationId) {
    return fault('organization-foreign', null, 'the file is of another organization than the one that was asked for');
  }
  let head: TreeHead;
  try {
    head = TreeHead.restore(header.from.index, Buffer.from(header.from.state, 'base64'));
  } catch {
    return fault('file-malformed', null, 'the tree that the header begins with does not fit its size');
  }
  const promised = header.head === null ? null : checkpointOf(verifyCheckpoint(header.head, keys), header.origin, 'the checkpoint in the header');
  if (promised !== null && 'code' in promised) return promised;
  const kept = openKept(keptNotes, keys, header);
  return 'code' in kept ? kept : { header, head, promised, kept };
}

/** Passes over what is of another epoch or before the file's range; where nothing is left, that is a fault: somebody thought that it was compared. */
function openKept(notes: readonly string[], keys: readonly VerificationKey[], header: ExportHeader): ReadonlyMap<number, Checkpoint> | TrailFault {
  const kept = new Map<number, Checkpoint>();
  let passedOver: TrailFault | null = null;
  for (const note of notes) {
    const opened = checkpointOf(verifyCheckpoint(note, keys), header.origin, 'the kept checkpoint');
    if ('code' in opened) {
      const other = opened.code === 'organization-foreign' ? otherEpoch(note, keys, header) : null;
      if (other === null) return opened;
      passedOver = other;
    } else if (opened.size < header.from.index) {
      const says = `the kept checkpoint signs ${String(opened.size)} entries, and the file begins after them`;
      passedOver = fault('kept-checkpoint-not-covered', header.from.index, says);
    } else {
      const forked = forks(kept.get(opened.size) ?? opened, opened);
      if (forked !== null) return forked;
      kept.set(opened.size, opened);
    }
  }
  return kept.size === 0 && passedOver !== null ? passedOver : kept;
}

/** A checkpoint that a known key signed for this trail, or what is wrong with it. */
export function checkpointOf(opened: OpenedCheckpoint, origin: string, which: string): Checkpoint | TrailFault {
  switch (opened.kind) {
    case 'malformed':
      return fault('file-malformed', null, `${which} cannot be read: ${opened.why}`);
    case 'foreign-key':
      return fault('key-foreign', null, `${which} is signed by no key that was given`);
    case 'bad-signature':
      return fault('signature-invalid', null, `${which} claims the key ${opened.name}, which did not sign it`);
    case 'verified':
      // The signature covers the origin: without this line, a checkpoint of another organization of the same host would pass.
      return opened.checkpoint.origin === origin ? opened.checkpoint : fault('organization-foreign', null, `${which} is of another trail`);
  }
}

/** A kept checkpoint of another epoch of the same organization contradicts nothing, and proves nothing of this file. */
function otherEpoch(note: string, keys: readonly VerificationKey[], { organizationId, origin }: ExportHeader): TrailFault | null {
  const opened = verifyCheckpoint(note, keys);
  const [kept, own] = [opened.kind === 'verified' ? parseTrailOrigin(opened.checkpoint.origin) : null, parseTrailOrigin(origin)];
  if (kept === null || own === null || kept.organizationId !== organizationId || trailOrigin({ ...kept, epoch: own.epoch }) !== origin) return null;
  return fault('kept-checkpoint-not-covered', null, `the kept checkpoint is of epoch ${String(kept.epoch)}, the file of epoch ${String(own.epoch)}`);
}
