import { generateKeyPairSync } from 'node:crypto';
import type { OrganizationId } from '@vitrine/contracts';
import { sampleEvents, sampleTrail, type SampleEvent } from '@vitrine/testing';
import { exportCheckpointLine, parseCheckpoint, parseExportLine, verificationKeyOf, type NoteSigner, type VerificationKey } from '@vitrine/trail';

export const ENTRIES = 80;
/** Entries between two checkpoints. */
export const EVERY = 8;
const NAME = 'vitrine.example/trail';

export const newSigner = (): NoteSigner => ({ name: NAME, privateKey: generateKeyPairSync('ed25519').privateKey });

/** An organization's trail as it was signed, and what a forger needs of it. The forger owns the database and the file, and not the signing key. */
export interface GenuineTrail {
  readonly organizationId: OrganizationId;
  readonly keys: readonly VerificationKey[];
  readonly events: readonly SampleEvent[];
  /** Of the export, without newlines. */
  readonly lines: readonly string[];
  /** The note of the checkpoint of so many entries. */
  noteOf(size: number): string;
  /** Lines of another course of events, every hash made anew, under the genuine checkpoints: as far as one comes without the key. */
  relaid(events: readonly SampleEvent[]): string[];
}

export function genuineTrail(organizationId: OrganizationId, signer: NoteSigner): GenuineTrail {
  const eventAt = sampleEvents(organizationId);
  const events = Array.from({ length: ENTRIES }, (_, index) => eventAt(index));
  const lines = laid(organizationId, events, signer);
  const notes = new Map(lines.flatMap((line) => notesIn(line)));
  const noteOf = (size: number): string => {
    const note = notes.get(size);
    if (note === undefined) throw new Error(`no checkpoint of ${String(size)} entries`);
    return note;
  };
  const relaid = (other: readonly SampleEvent[]): string[] =>
    laid(organizationId, other.slice(0, Math.min(ENTRIES, Math.floor(other.length / EVERY) * EVERY)), newSigner()).map((line) => {
      const [found] = notesIn(line);
      return found === undefined ? line : exportCheckpointLine(noteOf(found[0])).trimEnd();
    });
  return { organizationId, keys: [verificationKeyOf(signer.name, signer.privateKey)], events, lines, noteOf, relaid: (other) => headed(relaid(other), noteOf) };
}

function laid(organizationId: OrganizationId, events: readonly SampleEvent[], signer: NoteSigner): string[] {
  const eventAt = (index: number): SampleEvent => {
    const event = events[index];
    if (event === undefined) throw new Error(`no event ${String(index)}`);
    return event;
  };
  return [...sampleTrail({ organizationId, count: events.length, every: EVERY, signers: [signer], eventAt })].map((line) => line.trimEnd());
}

function notesIn(line: string): [number, string][] {
  const parsed = parseExportLine(line);
  if (parsed.kind !== 'checkpoint') return [];
  const checkpoint = parseCheckpoint(parsed.note);
  return checkpoint.kind === 'parsed' ? [[checkpoint.checkpoint.size, parsed.note]] : [];
}

/** The header says that the file ends with the last checkpoint in it. */
export function headed(lines: readonly string[], noteOf: (size: number) => string): string[] {
  const last = lines.flatMap((line) => notesIn(line)).at(-1);
  const header = parseExportLine(lines[0] ?? '');
  if (header.kind !== 'header') throw new Error('no header');
  return [JSON.stringify({ ...header, head: last === undefined ? null : noteOf(last[0]) }), ...lines.slice(1)];
}
