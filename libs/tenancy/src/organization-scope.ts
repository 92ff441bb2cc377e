import { AsyncLocalStorage } from 'node:async_hooks';
import { VitrineError, type OrganizationId } from '@vitrine/contracts';

/** On whose behalf the current work is done, and the ids that tie its log lines together. */
export interface OrganizationScope {
  readonly organizationId: OrganizationId;
  readonly requestId?: string;
  readonly traceId?: string;
}

const storage = new AsyncLocalStorage<OrganizationScope>();

/**
 * Runs the work on behalf of one organization, through every await and callback below it.
 * @throws VitrineError `organization-scope-mismatch` inside the scope of another organization: work never changes sides halfway
 */
export function runInOrganization<T>(scope: OrganizationScope, work: () => T): T {
  const outer = storage.getStore();
  // Attack: a job or request of A that reaches code holding an id of B would act for B with A's permission.
  if (outer !== undefined && outer.organizationId !== scope.organizationId) throw mismatch();
  return storage.run({ ...outer, ...scope }, work);
}

/**
 * The scope of the current work.
 * @throws VitrineError `organization-scope-missing` outside any scope: there is no default organization
 */
export function currentOrganization(): OrganizationScope {
  const scope = storage.getStore();
  if (scope === undefined) {
    throw new VitrineError({
      code: 'organization-scope-missing',
      status: 500,
      publicMessage: 'An internal error occurred.',
      internal: 'tenant work outside runInOrganization',
    });
  }
  return scope;
}

/** For code that serves both sides of the border, the logger above all: `outside` is an ordinary answer there. */
export function organizationScopeIfAny(): OrganizationScope | 'outside' {
  return storage.getStore() ?? 'outside';
}

function mismatch(): VitrineError {
  return new VitrineError({
    code: 'organization-scope-mismatch',
    status: 500,
    publicMessage: 'An internal error occurred.',
    internal: 'work of one organization asked to act for another',
  });
}
