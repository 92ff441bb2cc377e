import { verifyCheckpoint, type Checkpoint, type OpenedCheckpoint } from '../checkpoint.js';
import type { ExportHeader } from '../export/export-line.js';
import { trailOrigin, parseTrailOrigin } from '../trail-origin.js';
import { TreeHead } from '../tree-head.js';
import type { VerificationKey } from '../verification-key.js';
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
  readonly kept: readonly Checkpoint[];
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
  const kept: Checkpoint[] = [];
  for (const note of keptNotes) {
    const opened = checkpointOf(verifyCheckpoint(note, keys), header.origin, 'the kept checkpoint');
    if ('code' in opened) return opened.code === 'organization-foreign' ? (otherEpoch(note, keys, header) ?? opened) : opened;
    if (opened.size < header.from.index) {
      const says = `the kept checkpoint signs ${String(opened.size)} entries, and the file begins after them`;
      return fault('kept-checkpoint-not-covered', header.from.index, says);
    }
    kept.push(opened);
  }
  return { header, head, promised, kept };
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
