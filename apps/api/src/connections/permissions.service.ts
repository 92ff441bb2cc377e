import { Inject, Injectable } from '@nestjs/common';
import { declaredPermissions, exportFolderOf, ruleCatalogue, type ConnectionId, type DeclaredPermission } from '@vitrine/contracts';
import { exportPermissions, policyDocuments, refusedPermissions, type PolicyDocument, type PolicyRequest, type RefusedPermission } from '@vitrine/policies';
import { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import type { ApiConfig } from '../config.js';
import { Database } from '../database/database.js';
import { API_CONFIG } from '../platform/platform.module.js';
import type { Validation } from './connection.schemas.js';
import { ConnectionsRepository, type ConnectionRow } from './connections.repository.js';
import { ConnectionsService, federationSubject } from './connections.service.js';

/** The worker's report, as far as it is shown; a report of an older worker shows as untested rather than failing. */
const reportSchema = z.object({
  permissions: z.array(z.object({ permission: z.string(), state: z.enum(['granted', 'denied', 'untestable']) })).catch([]),
  writeCapable: z.union([z.array(z.object({ action: z.string(), source: z.string() })), z.literal('not-provable').transform(() => [])]).catch([]),
});

export interface GrantText {
  readonly requested: readonly { permission: string; why: string; list: 'inventory' | 'billing' }[];
  readonly refused: readonly RefusedPermission[];
  readonly documents: readonly PolicyDocument[];
}

/** What Vitrine asks of a connection's principal, what it never asks, and what was found. */
@Injectable()
export class PermissionsService {
  constructor(
    private readonly database: Database,
    private readonly connectionsService: ConnectionsService,
    private readonly connections: ConnectionsRepository,
    @Inject(API_CONFIG) private readonly config: ApiConfig,
  ) {}

  async grantText(caller: Caller, id: ConnectionId): Promise<GrantText> {
    const row = await this.connectionsService.row(caller, id);
    const requested = requestedPermissions(row);
    return {
      requested: requested.map(({ permission, why, list }) => ({ permission, why, list: list === 'billing' ? ('billing' as const) : ('inventory' as const) })),
      refused: refusedPermissions[row.cloud],
      documents: policyDocuments(this.policyRequest(caller, row)),
    };
  }

  /** What a customer is asked to grant to this connection, and to whom. */
  policyRequest(caller: Caller, row: ConnectionRow): PolicyRequest {
    return {
      cloud: row.cloud,
      permissions: requestedPermissions(row),
      grantee: {
        awsPrincipalArn: this.config.awsPrincipalArn ?? null,
        externalId: row.external_id,
        issuer: this.config.federationIssuer ?? null,
        subject: federationSubject(caller.organizationId, row.id),
      },
      dataset: row.bill?.source === 'bigquery' ? { project: row.bill.project, dataset: row.bill.dataset } : null,
      exportFolder: exportFolderOf(row.bill),
    };
  }

  async validation(caller: Caller, id: ConnectionId): Promise<Validation> {
    const row = await this.connectionsService.row(caller, id);
    const { report, running } = await this.database.inOrganization(caller.organizationId, (tx) => this.connections.validation(tx, id), { mode: 'read-only' });
    const parsed = reportSchema.safeParse(report ?? {});
    const found = parsed.success ? parsed.data : { permissions: [], writeCapable: [] };
    const states = new Map(found.permissions.map(({ permission, state }) => [permission, state]));
    return {
      state: row.state,
      stateCode: row.state_code,
      validatedAt: row.validated_at?.toISOString() ?? null,
      running,
      requested: requestedPermissions(row).map(({ permission, why }) => ({ permission, state: states.get(permission) ?? 'untested', why })),
      refused: [...refusedPermissions[row.cloud]],
      writeCapable: found.writeCapable,
    };
  }
}

/** Declared permissions of the cloud, without those that only rules which this connection left out would need. */
export function requestedPermissions({ cloud, settings, bill }: Pick<ConnectionRow, 'cloud' | 'settings' | 'bill'>): DeclaredPermission[] {
  const ofCloud = ruleCatalogue.filter((rule) => rule.cloud === cloud);
  const chosen = settings.rules === undefined || settings.rules.length === 0 ? ofCloud : ofCloud.filter(({ id }) => settings.rules?.includes(id));
  const needed = new Set(chosen.flatMap(({ permissions }) => permissions.map(({ permission }) => permission)));
  const someRule = new Set(ofCloud.flatMap(({ permissions }) => permissions.map(({ permission }) => permission)));
  const readsExport = bill?.source === 'data-exports' || bill?.source === 'cost-management-exports';
  const unique = new Map(
    declaredPermissions
      .filter(
        (each) =>
          each.cloud === cloud && (readsExport || !exportPermissions.has(each.permission)) && (needed.has(each.permission) || !someRule.has(each.permission)),
      )
      .map((each) => [each.permission, each]),
  );
  return [...unique.values()].sort((a, b) => (a.permission < b.permission ? -1 : 1));
}
