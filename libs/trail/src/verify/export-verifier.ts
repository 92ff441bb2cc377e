import { verifyCheckpoint } from '../checkpoint.js';
import { parseExportLine, type ExportEntry, type ExportHeader } from '../export/export-line.js';
import { payloadHash } from '../payload-commitment.js';
import { leafBytes, type TrailEntry } from '../trail-entry.js';
import { leafHash } from '../tree-hash.js';
import { CheckpointWatch } from './checkpoint-watch.js';
import { EntryOrder } from './entry-order.js';
import { checkpointOf, openHeader, type OpenedHeader, type VerifyOptions } from './open-header.js';
import { parseLeaf } from './parse-leaf.js';
import { SeenEventIds } from './seen-event-ids.js';
import { fault, type TrailFault, type TrailVerdict } from './trail-fault.js';

/** Ten minutes: longer than any transaction of ours, and than the clocks of two hosts that are looked after. */
export const DEFAULT_SKEW_MS = 600_000;

interface Reading extends OpenedHeader {
  readonly order: EntryOrder;
  readonly checkpoints: CheckpointWatch;
}

/**
 * Checks an export line by line: bytes, leaf hashes, order, times, ids, payloads, the tree, every checkpoint. It believes the keys and the kept
 * checkpoints that it was given, and nothing that the file says of itself. Keeps the tree's head and the event ids (about 40 bytes each), nothing else.
 */
export class ExportVerifier {
  readonly #options: VerifyOptions;
  readonly #seen = new SeenEventIds();
  #reading: Reading | null = null;
  #broken: (TrailFault & { readonly line: number }) | null = null;
  #line = 0;
  #latest = Number.NEGATIVE_INFINITY;
  #entries = 0;
  #dropped = 0;

  constructor(options: VerifyOptions) {
    this.#options = options;
  }

  /** Nothing that follows changes the verdict. */
  get decided(): boolean {
    return this.#broken !== null;
  }

  /** The next line, without its newline. */
  take(line: string): void {
    this.#line += 1;
    if (this.#broken !== null) return;
    this.#settle(this.#look(line));
  }

  /** A line that could not even be read: too long, not UTF-8. */
  refuse(why: string): void {
    this.#line += 1;
    if (this.#broken === null) this.#settle(this.#unreadable(why));
  }

  end(): TrailVerdict {
    const reading = this.#reading;
    if (this.#broken === null) {
      this.#settle(
        reading === null ? fault('file-malformed', null, 'the file is empty') : (reading.order.missing() ?? reading.checkpoints.end(reading.promised)),
      );
    }
    if (this.#broken !== null || reading === null) return { kind: 'broken', ...(this.#broken ?? { ...fault('file-malformed', null, ''), line: this.#line }) };
    const { header, kept, checkpoints, head } = reading;
    return {
      kind: 'intact',
      origin: header.origin,
      organizationId: header.organizationId,
      epoch: header.epoch,
      from: header.from.index,
      size: head.size,
      root: head.size === 0 ? null : head.root().toString('base64'),
      entries: this.#entries,
      checkpoints: checkpoints.count,
      droppedPayloads: this.#dropped,
      anchored: kept.size > 0,
    };
  }

  #settle(found: TrailFault | null): void {
    if (found !== null) this.#broken = { ...found, line: this.#line };
  }

  #look(text: string): TrailFault | null {
    const line = parseExportLine(text);
    if (line.kind === 'malformed') return this.#unreadable(line.why);
    const reading = this.#reading;
    if (reading === null) {
      if (line.kind !== 'header') return fault('file-malformed', null, 'the file does not begin with its header');
      const opened = openHeader(line, this.#options);
      if ('code' in opened) return opened;
      this.#reading = { ...opened, order: new EntryOrder(line.from.index), checkpoints: new CheckpointWatch(opened.head, opened.kept) };
      return null;
    }
    switch (line.kind) {
      case 'header':
        return fault('file-malformed', null, 'a second header');
      case 'entry':
        return reading.order.hasGap ? this.#afterGap(line, reading) : this.#entry(line, reading);
      case 'checkpoint': {
        const checkpoint = checkpointOf(verifyCheckpoint(line.note, this.#options.keys), reading.header.origin, 'a checkpoint');
        return 'code' in checkpoint ? checkpoint : reading.checkpoints.checkpoint(checkpoint, !reading.order.hasGap);
      }
    }
  }

  #unreadable(why: string): TrailFault {
    return this.#reading?.order.missing() ?? fault('file-malformed', this.#reading?.order.next ?? null, why);
  }

  #entry(line: ExportEntry, { header, order, checkpoints }: Reading): TrailFault | null {
    const place = order.next;
    const hash = leafHash(leafBytes(line.leaf));
    if (hash.toString('base64') !== line.leafHash) return fault('entry-edited', place, `entry ${String(place)} is not what its leaf hash was made of`);
    const entry = parseLeaf(line.leaf);
    if (entry === null) return fault('file-malformed', place, 'the leaf is no entry, or is written in another form than RFC 8785');
    const { index, eventId, occurredAt } = entry;
    if (entry.organizationId !== header.organizationId) return fault('organization-foreign', index, `entry ${String(index)} is of another organization`);
    const misplaced = order.place(index);
    if (misplaced !== null || order.hasGap) return misplaced;
    const uncovered = checkpoints.beforeEntry();
    if (uncovered !== null) return uncovered;
    const before = this.#seen.note(eventId, index);
    if (before !== null) return fault('event-id-reused', index, `entry ${String(index)} has the event id of entry ${String(before)}`);
    const at = Date.parse(occurredAt);
    if (at < this.#latest - (this.#options.skewMs ?? DEFAULT_SKEW_MS))
      return fault('time-backwards', index, `entry ${String(index)} is older than what precedes it`);
    if (!beginsLaterEpoch(entry, header)) this.#latest = Math.max(this.#latest, at);
    if (line.payload === 'dropped') this.#dropped += 1;
    else if (payloadHash(Buffer.from(line.payload.salt, 'base64'), line.payload.text) !== entry.payloadHash) {
      return fault('payload-edited', index, `the payload of entry ${String(index)} is not the one that was committed to`);
    }
    order.watch(entry.eventType);
    checkpoints.append(hash);
    this.#entries += 1;
    return null;
  }

  /** Something is missing: what is left to find out is whether it turns up. */
  #afterGap({ leaf }: ExportEntry, { order }: Reading): TrailFault | null {
    const entry = parseLeaf(leaf);
    return entry === null ? order.missing() : order.place(entry.index);
  }
}

/** Its time is that of the restart, and what had waited for it came about before: that is not an entry put in later. */
const beginsLaterEpoch = ({ index, eventType }: TrailEntry, { epoch }: ExportHeader): boolean => epoch > 1 && index === 0 && eventType === 'trail.epoch-begun';
