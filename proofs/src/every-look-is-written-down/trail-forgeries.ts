import { exportCheckpointLine } from '@vitrine/trail';
import type { SampleEvent } from '@vitrine/testing';
import type { SeededRandom } from '../tenants-never-meet/seeded-random.js';
import { ENTRIES, EVERY, genuineTrail, headed, newSigner, type GenuineTrail } from './genuine-trail.js';

/** A file that is not what happened. */
export interface Forgery {
  readonly kind: string;
  readonly lines: readonly string[];
  /** Indexes that a verifier may name: one, or all since the last checkpoint where the forger made every hash anew; `null` for a fault of no entry. */
  readonly place: { readonly from: number; readonly to: number } | null;
  readonly keptNotes?: readonly string[];
}

/** One of each kind, at places that the seed gives. The first six make every hash anew, so only the signed checkpoints stand against them. */
export function forgeriesOf(trail: GenuineTrail, neighbour: GenuineTrail, random: SeededRandom): Forgery[] {
  const { events, lines, noteOf } = trail;
  // Two checkpoints follow every place, so that a shorter trail still reaches one.
  const at = random.below(ENTRIES - 2 * EVERY);
  const line = lineOf(at);
  const exact = { from: at, to: at };
  const since = (index: number): Forgery['place'] => ({ from: Math.floor(index / EVERY) * EVERY, to: index });
  const changed = (change: (event: SampleEvent) => Partial<SampleEvent>): SampleEvent[] =>
    events.map((event, index) => (index === at ? { ...event, ...change(event) } : event));
  const relaid = (kind: string, other: readonly SampleEvent[], index: number): Forgery => ({ kind, lines: trail.relaid(other), place: since(index) });
  const redone = (kind: string, change: (lines: string[]) => string[], place: Forgery['place']): Forgery => ({ kind, lines: change([...lines]), place });
  const firstRead = events.findIndex(({ eventType }) => eventType === 'operator.session.read');
  return [
    relaid(
      'entry rewritten',
      changed(() => ({ outcome: 'denied' })),
      at,
    ),
    relaid(
      'payload replaced',
      changed(() => ({ payload: { connectionId: 'another' } })),
      at,
    ),
    relaid('entry taken out, the rest renumbered', events.toSpliced(at, 1), at),
    relaid('entry put in, the rest renumbered', events.toSpliced(at, 0, stray(trail, at)), at),
    relaid('neighbours exchanged and renumbered', exchanged(events, at), at),
    relaid(
      'operator’s reads taken out, the rest renumbered',
      events.filter(({ eventType }) => eventType !== 'operator.session.read'),
      firstRead,
    ),
    redone('letter changed', (all) => all.with(line, (all[line] ?? '').replace('request-', 'reqvest-')), exact),
    redone('payload’s letter changed', (all) => all.with(line, (all[line] ?? '').replace('127.0.0.1', '127.0.0.9')), exact),
    redone('line taken out', (all) => all.toSpliced(line, 1), exact),
    redone('lines exchanged', (all) => exchanged(all, line, lineOf(at + EVERY) - line), exact),
    redone('line doubled', (all) => all.toSpliced(line, 0, all[line] ?? ''), exact),
    {
      kind: 'tail cut, where a checkpoint was kept',
      lines: headed(lines.slice(0, lineOf(ENTRIES - EVERY)), noteOf),
      place: { from: ENTRIES - EVERY, to: ENTRIES - EVERY },
      keptNotes: [noteOf(ENTRIES)],
    },
    redone('old checkpoint as the newest', (all) => all.with(-1, exportCheckpointLine(noteOf(EVERY)).trimEnd()), { from: EVERY, to: EVERY }),
    { kind: 'signed by another key', lines: genuineTrail(trail.organizationId, newSigner()).lines, place: null },
    redone('checkpoint of the neighbour', (all) => all.with(-1, exportCheckpointLine(neighbour.noteOf(ENTRIES)).trimEnd()), null),
  ];
}

/** Line of an entry: a header first, and a checkpoint after every eight. */
const lineOf = (index: number): number => 1 + index + Math.floor(index / EVERY);

/** An event that never happened, at its neighbour’s time and under an id of its own. */
function stray({ events }: GenuineTrail, at: number): SampleEvent {
  const [beside, other] = [events[at], events[(at + 1) % ENTRIES]];
  if (beside === undefined || other === undefined) throw new Error(`no event ${String(at)}`);
  return { ...beside, eventId: `${beside.eventId.slice(0, 24)}${other.eventId.slice(24, 30)}ffffff`, eventType: 'member.added' };
}

function exchanged<T>(list: readonly T[], at: number, distance = 1): T[] {
  const [one, other] = [list[at], list[at + distance]];
  if (one === undefined || other === undefined) throw new Error(`nothing to exchange at ${String(at)}`);
  return list.with(at, other).with(at + distance, one);
}
