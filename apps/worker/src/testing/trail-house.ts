import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import { newId, type OrganizationId } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import {
  canonicalJson,
  canonicalValueSchema,
  exportCheckpointLine,
  exportEntryLine,
  exportHeaderLine,
  ExportVerifier,
  TILE_WIDTH,
  trailOrigin,
  verificationKeyOf,
  type TrailVerdict,
} from '@vitrine/trail';
import type { Pool } from 'pg';
import { z } from 'zod';
import { sequencingRound, type SequencerOptions } from '../trail/sequencer.js';

const leafSchema = z.object({
  index: z.coerce.number(),
  leaf: z.string(),
  hash: z.instanceof(Buffer),
  eventId: z.string(),
  payload: canonicalValueSchema,
  salt: z.instanceof(Buffer).nullable(),
});
const noteSchema = z.object({ size: z.coerce.number(), note: z.string() });

/** A database whose trails are sequenced here, and looked at as a stranger does: exported and verified. */
export class TrailHouse {
  readonly signer = { name: 'vitrine-trail', privateKey: generateKeyPairSync('ed25519').privateKey };
  readonly key = verificationKeyOf(this.signer.name, this.signer.privateKey);
  #database: TestDatabase | undefined;
  #organizations: { readonly acme: SeededOrganization; readonly umbra: SeededOrganization } | undefined;

  /** Registers the hooks of the spec that calls it. */
  constructor() {
    beforeAll(async () => {
      this.#database = await createTestDatabase();
      this.#organizations = await seedTwoOrganizations(this.#database);
    });
    afterAll(async () => this.#database?.drop());
  }

  get database(): TestDatabase {
    return started(this.#database);
  }
  get root(): Pool {
    return this.database.poolFor('postgres');
  }
  get acme(): OrganizationId {
    return started(this.#organizations).acme.organizationId;
  }
  get umbra(): OrganizationId {
    return started(this.#organizations).umbra.organizationId;
  }

  sequencing(more: Partial<SequencerOptions> = {}): SequencerOptions {
    return { pool: this.database.poolFor('vitrine_sequencer'), signers: [this.signer], host: 'vitrine.test', anchors: [], ...more };
  }

  /** Until nothing is left that one process knows of. */
  async work(options = this.sequencing()): Promise<void> {
    const round = sequencingRound(options);
    while ((await round(() => false)) === 'more-left');
  }

  /** As the API writes them: by its role, in transactions of their own. */
  async write(organizationId: OrganizationId, count: number, type = 'finding.status-changed'): Promise<void> {
    await withOrganization(this.database.poolFor('vitrine_api'), organizationId, async (tx) => {
      await tx.query(
        `insert into vitrine.trail_event (organization_id, id, type, principal, payload)
         select $1, id, $3, 'member:x', jsonb_build_object('n', n) from unnest($2::uuid[]) with ordinality as e (id, n)`,
        [organizationId, Array.from({ length: count }, () => newId(z.uuid())), type],
      );
    });
  }

  async leavesOf(organizationId: OrganizationId, epoch = 1): Promise<z.infer<typeof leafSchema>[]> {
    const { rows } = await this.root.query(
      `select l.index, l.leaf, l.hash, l.event_id as "eventId", e.payload, e.salt from vitrine.trail_leaf l
       join vitrine.trail_event e on e.organization_id = l.organization_id and e.id = l.event_id where l.organization_id = $1 and l.epoch = $2 order by l.index`,
      [organizationId, epoch],
    );
    return z.array(leafSchema).parse(rows);
  }

  async notesOf(organizationId: OrganizationId, epoch = 1): Promise<z.infer<typeof noteSchema>[]> {
    const { rows } = await this.root.query('select size, note from vitrine.trail_checkpoint where organization_id = $1 and epoch = $2 order by size', [
      organizationId,
      epoch,
    ]);
    return z.array(noteSchema).parse(rows);
  }

  async tileHashes(organizationId: OrganizationId, epoch = 1): Promise<readonly Buffer[]> {
    const { rows } = await this.root.query<{ hashes: Buffer }>(
      'select hashes from vitrine.trail_tile where organization_id = $1 and epoch = $2 and level = 0 order by index',
      [organizationId, epoch],
    );
    return rows.map(({ hashes }) => hashes);
  }

  /** What a stranger finds in all that is stored of an epoch: the tree is computed anew from the rows, and held against every signature. */
  async verdict(organizationId: OrganizationId, epoch = 1): Promise<TrailVerdict> {
    const [leaves, notes, tiles] = [
      await this.leavesOf(organizationId, epoch),
      await this.notesOf(organizationId, epoch),
      await this.tileHashes(organizationId, epoch),
    ];
    const head = notes.at(-1)?.note ?? null;
    const verifier = new ExportVerifier({ keys: [this.key], organizationId });
    const take = (line: string): void => verifier.take(line.slice(0, -1));
    take(
      exportHeaderLine({
        origin: trailOrigin({ host: 'vitrine.test', organizationId, epoch }),
        organizationId,
        epoch,
        keys: [],
        from: { index: 0, state: '' },
        head,
      }),
    );
    for (const { index, leaf, hash, payload, salt } of leaves) {
      const tile = tiles[Math.floor(index / TILE_WIDTH)];
      const at = (index % TILE_WIDTH) * hash.length;
      const leafHash = tile === undefined ? hash : tile.subarray(at, at + hash.length);
      take(exportEntryLine({ leaf, leafHash, payload: salt === null ? null : { salt, text: canonicalJson(payload) } }));
      for (const { note } of notes.filter(({ size }) => size === index + 1)) take(exportCheckpointLine(note));
    }
    return verifier.end();
  }

  async countOf(what: 'trail_event' | 'trail_pending' | 'trail_leaf', organizationId: OrganizationId): Promise<number> {
    return (await this.root.query(`select from vitrine.${what} where organization_id = $1`, [organizationId])).rowCount ?? 0;
  }
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('the house stands from beforeAll on');
  return value;
}
