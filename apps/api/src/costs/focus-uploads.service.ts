import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { loadCostRows, parseFocus } from '@vitrine/billing';
import { callerText, type Caller } from '../auth/caller.js';
import { Answer } from '../http/answer.js';
import { Mutations } from '../http/mutations.js';
import { refusal } from '../http/problem.js';
import { record } from '../trail/record.js';
import type { CostSource } from './cost.schemas.js';
import { costSource, UPLOAD_KEY } from './cost-source-view.js';
import { CostSourcesRepository } from './cost-sources.repository.js';
import { withSpooledUpload, type SpooledUpload } from './spool-upload.js';

/** Each takes disk for its file and a database connection while it loads. */
const UPLOADS_AT_ONCE = 3;

@Injectable()
export class FocusUploadsService {
  #running = 0;

  constructor(
    private readonly mutations: Mutations,
    private readonly sources: CostSourcesRepository,
  ) {}

  /**
   * Loads a FOCUS file whole or not at all.
   * @throws VitrineError 403 | 413 `body-too-large` | 422 `focus-invalid` | 503 `busy`
   */
  async upload(caller: Caller, name: string, body: Readable | undefined): Promise<Answer<CostSource>> {
    // A bill is the organization's; a token that is bound to some connections sees none of it, so it may not replace it either.
    if (caller.connections !== 'all') throw refusal(403, 'insufficient-scope', 'This token is bound to named connections and cannot upload a bill.');
    if (this.#running >= UPLOADS_AT_ONCE)
      throw refusal(503, 'busy', 'Too many bills are being loaded. Try again shortly.', { headers: { 'retry-after': '5' } });
    this.#running += 1;
    try {
      return await withSpooledUpload(body ?? Readable.from([]), (upload) => this.load(caller, name, upload));
    } finally {
      this.#running -= 1;
    }
  }

  private async load(caller: Caller, name: string, upload: SpooledUpload): Promise<Answer<CostSource>> {
    const file = await parseFocus(upload.content);
    return await this.mutations.run(caller, 'none', async (tx) => {
      const source = {
        kind: 'focus-upload',
        sourceKey: `${UPLOAD_KEY}${name}`,
        connectionId: null,
        loadedBy: callerText(caller),
      } as const;
      const loaded = await loadCostRows(tx, source, file);
      await this.sources.noteContent(tx, loaded.id, upload.sha256);
      await record(tx, { type: 'cost-source.loaded', payload: { sourceId: loaded.id, rows: loaded.rows, rowsRejected: loaded.rowsRejected } });
      const row = await this.sources.find(tx, loaded.id, null);
      if (row === 'missing') throw new TypeError('a source that was just loaded is missing');
      return { answer: new Answer(201, costSource(row), { location: `/v1/costs/sources/${loaded.id}` }) };
    });
  }
}
