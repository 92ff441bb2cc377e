import { hash } from 'node:crypto';
import type { OrganizationId } from '@vitrine/contracts';
import {
  canonicalText,
  commitPayload,
  exportCheckpointLine,
  exportEntryLine,
  exportHeaderLine,
  leafBytes,
  leafHash,
  signCheckpoint,
  trailEntrySchema,
  trailOrigin,
  TreeHead,
  verificationKeyOf,
  verificationKeyText,
  type CanonicalValue,
  type NoteSigner,
  type TrailEntry,
} from '@vitrine/trail';

/** What happened, before it has a place in a trail. */
export interface SampleEvent extends Omit<TrailEntry, 'index' | 'payloadHash'> {
  readonly payload: CanonicalValue;
  readonly salt: Buffer;
}

/** A trail as its keeper would export it. Every line follows from the plan, so that an attack can be a change of the plan. */
export interface TrailPlan {
  readonly organizationId: OrganizationId;
  readonly count: number;
  readonly signers: readonly NoteSigner[];
  readonly eventAt: (index: number) => SampleEvent;
  /** Entries between two checkpoints; the last entry always has one. */
  readonly every: number;
  readonly epoch?: number;
  /** First entry of the file: a checkpoint must be there. */
  readonly from?: number;
  readonly dropped?: (index: number) => boolean;
}

/** An ordinary day: ten entries a second, and in every fifty an operator's session of five reads (entries 20 to 26). */
export function sampleEvents(organizationId: OrganizationId): (index: number) => SampleEvent {
  return (index) => {
    const digest = hash('sha256', `${organizationId} ${String(index)}`, 'buffer');
    const hex = digest.toString('hex');
    const at = Date.UTC(2026, 10, 22) + index * 100;
    const eventId = `${at
      .toString(16)
      .padStart(12, '0')
      .replace(/^(.{8})/, '$1-')}-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
    return {
      eventId,
      eventType: typeOf(index % 50),
      organizationId,
      principal: `member ${organizationId}`,
      traceId: hex.slice(0, 32),
      correlationId: `request-${String(index)}`,
      causationId: null,
      occurredAt: new Date(at).toISOString(),
      outcome: 'succeeded',
      decision: 'none',
      payload: { connectionId: eventId, peer: '127.0.0.1' },
      salt: digest,
    };
  };
}

const typeOf = (place: number): string =>
  place === 20
    ? 'operator.session.started'
    : place > 20 && place < 26
      ? 'operator.session.read'
      : place === 26
        ? 'operator.session.ended'
        : 'connection.changed';

/** The lines of the export, each with its newline. Walks the plan twice, since the header has the last checkpoint. */
export function* sampleTrail(plan: TrailPlan): Generator<string> {
  const { organizationId, count, signers, epoch = 1, from = 0 } = plan;
  const origin = trailOrigin({ host: 'vitrine.example', organizationId, epoch });
  const sign = (head: TreeHead): string => signCheckpoint({ origin, size: head.size, root: head.root() }, signers);
  const [begin, last] = [TreeHead.empty(), TreeHead.empty()];
  for (let index = 0; index < count; index += 1) {
    const { hash: own } = sequenced(plan, index);
    if (index < from) begin.append(own);
    last.append(own);
  }
  const keys = signers.map(({ name, privateKey }) => verificationKeyText(verificationKeyOf(name, privateKey)));
  const state = begin.state().toString('base64');
  yield exportHeaderLine({ origin, organizationId, epoch, keys, from: { index: from, state }, head: count === 0 ? null : sign(last) });
  for (let index = from; index < count; index += 1) {
    const { text, hash: own, payload } = sequenced(plan, index);
    begin.append(own);
    yield exportEntryLine({ leaf: text, leafHash: own, payload: plan.dropped?.(index) === true ? null : payload });
    if (begin.size % plan.every === 0 || begin.size === count) yield exportCheckpointLine(sign(begin));
  }
}

/** What the sequencer makes of an event. */
function sequenced({ eventAt }: TrailPlan, index: number): { text: string; hash: Buffer; payload: { salt: Buffer; text: string } } {
  const { payload, salt, ...envelope } = eventAt(index);
  const committed = commitPayload(payload, salt);
  const text = canonicalText(trailEntrySchema.parse({ ...envelope, index, payloadHash: committed.payloadHash }));
  return { text, hash: leafHash(leafBytes(text)), payload: committed };
}
