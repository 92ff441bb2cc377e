import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { dropOthersOfPeriod, judgeLedger, loadCostRows, loadedBefore, parseBill, type SpooledBill } from '@vitrine/billing';
import { callerText, type Caller } from '../auth/caller.js';
import { Answer } from '../http/answer.js';
import { Mutations } from '../http/mutations.js';
import { refusal } from '../http/problem.js';
import { record } from '../trail/record.js';
import type { CostSource, UploadQuery } from './cost.schemas.js';
import { costSource, UPLOAD_KEY } from './cost-source-view.js';
import { CostSourcesRepository } from './cost-sources.repository.js';
import { withSpooledUpload } from './spool-upload.js';

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
   * Loads a bill whole or not at all. The same bytes again, under whatever name, are the bill that is there already.
   * @throws VitrineError 403 | 413 `body-too-large` | 422 `focus-invalid` | 503 `busy`
   */
  async upload(caller: Caller, query: UploadQuery, body: Readable | undefined): Promise<Answer<CostSource>> {
    // A bill is the organization's; a token that is bound to some connections sees none of it, so it may not replace it either.
    if (caller.connections !== 'all') throw refusal(403, 'insufficient-scope', 'This token is bound to named connections and cannot upload a bill.');
    if (query.restates === true && (query.dataset === undefined || query.period === undefined))
      throw refusal(422, 'dataset-needed', 'What is restated has a dataset and a period.');
    if (this.#running >= UPLOADS_AT_ONCE)
      throw refusal(503, 'busy', 'Too many bills are being loaded. Try again shortly.', { headers: { 'retry-after': '5' } });
    this.#running += 1;
    try {
      return await withSpooledUpload(body ?? Readable.from([]), (upload) => this.load(caller, query, upload));
    } finally {
      this.#running -= 1;
    }
  }

  private async load(caller: Caller, query: UploadQuery, upload: SpooledBill): Promise<Answer<CostSource>> {
    const dataset = query.dataset ?? null;
    const period = query.period ?? null;
    const file = await parseBill(upload.content);
    return await this.mutations.run(caller, 'none', async (tx) => {
      const source = {
        kind: 'focus-upload',
        sourceKey: `${UPLOAD_KEY}${dataset === null ? '' : `${dataset}/${period ?? ''}/`}${query.name}`,
        connectionId: null,
        loadedBy: callerText(caller),
        dataset,
        period: period === null ? null : `${period}-01`,
        contentSha256: upload.sha256,
      } as const;
      const before = await loadedBefore(tx, upload.sha256);
      const loaded = before ?? (await loadCostRows(tx, source, file));
      const { id: sourceId, rows, rowsRejected } = loaded;
      // The same bytes again change nothing, but somebody brought them.
      await record(tx, { type: before === null ? 'cost-source.loaded' : 'cost-source.known', payload: { sourceId, rows, rowsRejected } });
      if (query.restates === true && dataset !== null && source.period !== null) {
        const dropped = await dropOthersOfPeriod(tx, { dataset, period: source.period, keep: [loaded.id] });
        if (dropped.length > 0) {
          await judgeLedger(tx, dataset);
          await record(tx, { type: 'cost-source.restated', payload: { sourceId: loaded.id, dropped } });
        }
      }
      const row = await this.sources.find(tx, loaded.id, null);
      if (row === 'missing') throw new TypeError('a source that was just loaded is missing');
      return { answer: new Answer(201, costSource(row), { location: `/v1/costs/sources/${loaded.id}` }) };
    });
  }
}
