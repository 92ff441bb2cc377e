import type { JWTPayload } from 'jose';
import { z } from 'zod';

/** Ids that these services give once and never again; a name can be given up and taken by somebody else. */
const numericId = z.string('invalid-id').regex(/^[1-9]\d{0,18}$/, 'invalid-id');
const guid = z.string('invalid-id').regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'invalid-id');
const fullRef = z.string('invalid-ref').regex(/^refs\/(heads|tags)\/[!-~]{1,240}$/, 'invalid-ref');

const github = z
  .strictObject({
    provider: z.literal('github'),
    repositoryId: numericId,
    repositoryOwnerId: numericId,
    ref: fullRef.optional().meta({ description: 'refs/heads/main' }),
    environment: z
      .string('invalid-environment')
      .regex(/^[^\p{Cc}]{1,255}$/u, 'invalid-environment')
      .optional(),
  })
  // Attack: without either, any branch of the repository that anybody may push to is trusted.
  .refine(({ ref, environment }) => ref !== undefined || environment !== undefined, { message: 'missing-ref-or-environment', path: ['ref'] });

/** A protected ref, always; which one may be left open, since who may push there is decided in GitLab. */
const gitlab = z.strictObject({
  provider: z.literal('gitlab'),
  projectId: numericId,
  namespaceId: numericId,
  ref: z
    .string('invalid-ref')
    .regex(/^[!-~]{1,240}$/, 'invalid-ref')
    .optional()
    .meta({ description: 'main' }),
  refType: z.enum(['branch', 'tag'], 'invalid-ref-type').default('branch'),
});

const azureDevOps = z.strictObject({
  provider: z.literal('azure-devops'),
  organizationId: guid,
  projectId: guid,
  definitionId: numericId,
  ref: fullRef,
});

/** Which runs a trust rule means. */
export const workloadSchema = z.discriminatedUnion('provider', [github, gitlab, azureDevOps], 'unknown-provider').meta({ id: 'Workload' });
export type Workload = z.infer<typeof workloadSchema>;

/** Claim by claim what a token must say, byte for byte. `sub` and every name are left out on purpose. */
export function claimsOf(workload: Workload): Readonly<Record<string, string>> {
  switch (workload.provider) {
    case 'github':
      return {
        repository_id: workload.repositoryId,
        repository_owner_id: workload.repositoryOwnerId,
        ...(workload.ref === undefined ? {} : { ref: workload.ref }),
        ...(workload.environment === undefined ? {} : { environment: workload.environment }),
      };
    case 'gitlab':
      return {
        project_id: workload.projectId,
        namespace_id: workload.namespaceId,
        ref_protected: 'true',
        ref_type: workload.refType,
        ...(workload.ref === undefined ? {} : { ref: workload.ref }),
      };
    case 'azure-devops':
      return { org_id: workload.organizationId, prj_id: workload.projectId, def_id: workload.definitionId, rpo_ref: workload.ref };
    default:
      return workload satisfies never;
  }
}

export type WorkloadVerdict = 'fits' | 'claim-missing' | 'claim-differs' | 'unreviewed-code' | 'service-connection';

/** Whether a verified token is of the runs that the rule means. */
export function judgeWorkload(workload: Workload, payload: JWTPayload): WorkloadVerdict {
  for (const [name, wanted] of Object.entries(claimsOf(workload))) {
    const said = payload[name];
    if (said === undefined) return 'claim-missing';
    if (said !== wanted && !(typeof said === 'number' && String(said) === wanted)) return 'claim-differs';
  }
  // Attack: a fork's pull request runs its author's code under the repository's ids; an environment alone says nothing of the ref.
  if (workload.provider === 'github' && (/^pull_request/.test(textOf(payload, 'event_name')) || textOf(payload, 'ref').startsWith('refs/pull/')))
    return 'unreviewed-code';
  // Attack, on the customer: whoever holds the token of a service connection could sign in to Azure by it. We want none.
  if (workload.provider === 'azure-devops' && textOf(payload, 'sub').startsWith('sc://')) return 'service-connection';
  return 'fits';
}

/** What the trail keeps of a run: who reads it finds the run, and no name that could be somebody else's tomorrow. */
export function runOf(workload: Workload, payload: JWTPayload): { readonly runId: string; readonly revision: string; readonly ref: string } {
  const [runId, revision, ref] = {
    github: ['run_id', 'sha', 'ref'] as const,
    gitlab: ['pipeline_id', 'sha', 'ref'] as const,
    'azure-devops': ['run_id', 'rpo_ver', 'rpo_ref'] as const,
  }[workload.provider];
  return { runId: textOf(payload, runId), revision: textOf(payload, revision), ref: textOf(payload, ref) };
}

function textOf(payload: JWTPayload, name: string): string {
  const said = payload[name];
  const text = typeof said === 'number' ? String(said) : typeof said === 'string' ? said : '';
  return text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 255);
}
