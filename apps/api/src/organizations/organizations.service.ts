import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { Answer } from '../http/answer.js';
import { etagOf, expectMatch } from '../http/etag.js';
import { Mutations } from '../http/mutations.js';
import { notFound } from '../http/problem.js';
import { record } from '../trail/record.js';
import type { ChangeOrganization, Organization } from './organization.schemas.js';
import { OrganizationsRepository, type OrganizationRow } from './organizations.repository.js';

@Injectable()
export class OrganizationsService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly organizations: OrganizationsRepository,
  ) {}

  async read(caller: Caller): Promise<Answer<Organization>> {
    const row = await this.database.inOrganization(caller.organizationId, async (tx) => await this.organizations.find(tx, 'for-reading'), {
      mode: 'read-only',
    });
    if (row === 'missing') throw notFound();
    return answerOf(row);
  }

  /** @throws VitrineError 412 `precondition-failed` | 428 `precondition-required` */
  async change(caller: Caller, ifMatch: string | undefined, change: ChangeOrganization): Promise<Answer<Organization>> {
    return await this.mutations.run(caller, 'none', async (tx) => {
      const current = await this.organizations.find(tx, 'for-change');
      if (current === 'missing') throw notFound();
      expectMatch(ifMatch, current.version);
      const settings = {
        sealedSubmissionRequired: change.settings?.sealedSubmissionRequired ?? current.settings.sealedSubmissionRequired,
        currency: change.settings?.currency ?? current.settings.currency,
        savingThresholdMonthly: change.settings?.savingThresholdMonthly ?? current.settings.savingThresholdMonthly,
        operatorApproval: change.settings?.operatorApproval ?? current.settings.operatorApproval,
        // Null is a wish too: keep them.
        trailPayloadDays: change.settings?.trailPayloadDays === undefined ? current.settings.trailPayloadDays : change.settings.trailPayloadDays,
      };
      const row = await this.organizations.update(tx, change.name ?? current.name, settings);
      await record(tx, { type: 'organization.changed', payload: { members: Object.keys(change), ...settings } });
      return { answer: answerOf(row) };
    });
  }
}

function answerOf(row: OrganizationRow): Answer<Organization> {
  const { organization_id: id, name, state, settings, created_at: createdAt } = row;
  return new Answer(200, { id, name, state, settings, createdAt: createdAt.toISOString() }, { etag: etagOf(row.version) });
}
