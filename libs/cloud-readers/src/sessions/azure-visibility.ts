import { z } from 'zod';
import type { CallResult, CloudRequest } from '../engine/cloud-request.js';
import { VitrineError } from '@vitrine/contracts';
import type { Operation } from '../operations/operation.js';

const permissionsSchema = z.object({
  value: z.array(z.object({ actions: z.array(z.string()).default([]), notActions: z.array(z.string()).default([]) })),
});
export type AzurePermission = z.infer<typeof permissionsSchema>['value'][number];

const permissionsRead = 'Microsoft.Authorization/permissions/read';

/** Whether a set of role permissions covers an action. `*` stands for any run of characters; case does not count. */
export function covers(permissions: readonly AzurePermission[], action: string): boolean {
  return permissions.some(
    ({ actions, notActions }) => actions.some((pattern) => matchesAction(pattern, action)) && !notActions.some((pattern) => matchesAction(pattern, action)),
  );
}

export function matchesAction(pattern: string, action: string): boolean {
  const parts = pattern
    .toLowerCase()
    .split('*')
    .map((part) => part.replaceAll(/[.+?^$()|[\]\\{}]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`).test(action.toLowerCase());
}

type Call = (request: CloudRequest, signal: AbortSignal) => Promise<CallResult>;

/**
 * Resource Graph answers "nothing" where the principal may not look. So before a query, once per subscription and session,
 * the principal's own permissions are asked, and an uncovered type is `denied` instead of an empty list.
 */
export function azureVisibility(call: Call): (operation: Operation, request: CloudRequest, signal: AbortSignal) => Promise<CallResult | null> {
  const known = new Map<string, Promise<readonly AzurePermission[] | CallResult>>();

  async function ask(subscriptionId: string, signal: AbortSignal): Promise<readonly AzurePermission[] | CallResult> {
    const result = await call({ operation: permissionsRead, path: { subscriptionId } }, signal);
    if (result.outcome !== 'read') return result;
    const parsed = permissionsSchema.safeParse(result.body);
    return parsed.success ? parsed.data.value : { outcome: 'unavailable', operation: permissionsRead, reason: 'answer-unexpected', retryable: false };
  }

  return async (operation, request, signal) => {
    if (operation.wire.protocol !== 'rest' || !operation.wire.path.endsWith('Microsoft.ResourceGraph/resources')) return null;
    for (const subscriptionId of z.array(z.string()).catch([]).parse(request.body?.['subscriptions'])) {
      const asked = known.get(subscriptionId) ?? ask(subscriptionId, signal);
      known.set(subscriptionId, asked);
      const answer = await forgetFailures(asked, () => known.delete(subscriptionId));
      if ('outcome' in answer) return answer.outcome === 'denied' ? answer : { ...answer, operation: operation.id };
      if (!covers(answer, operation.permission))
        return { outcome: 'denied', operation: operation.id, permission: operation.permission, providerCode: 'not-granted', requestId: null };
    }
    return null;
  };
}

/** Only answers are remembered: a throttled or cancelled question must be asked again by the next call. */
async function forgetFailures<T extends readonly AzurePermission[] | CallResult>(asked: Promise<T>, forget: () => void): Promise<T> {
  try {
    const answer = await asked;
    if ('outcome' in answer && answer.outcome !== 'denied') forget();
    return answer;
  } catch (error) {
    forget();
    throw error instanceof Error ? error : new VitrineError({ code: 'unreachable', status: 500, publicMessage: 'An internal error occurred.' });
  }
}
