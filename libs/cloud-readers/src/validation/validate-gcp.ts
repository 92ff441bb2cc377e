import { z } from 'zod';
import { noGrantNeeded } from '../operations/operation.js';
import { operationById } from '../operations/manifest.js';
import { ask, type ConnectionValidation, type PermissionFinding, type ValidationInput, type WriteFinding } from './connection-validation.js';
import { gcpWritePermissions } from './write-actions.js';

const projectsSchema = z.object({
  projects: z.array(z.object({ projectId: z.string(), state: z.string().default('ACTIVE') })).default([]),
  nextPageToken: z.string().optional(),
});
const heldSchema = z.object({ permissions: z.array(z.string()).default([]) });

/** Asks Google which projects a session sees, which wanted permissions it holds there, and whether it holds any that write. */
export async function validateGcp(input: ValidationInput): Promise<ConnectionValidation> {
  const { session, operations } = input;
  const found = await visibleProjects(input);
  const own = session.principal.accountId;
  const projects = found.length > 0 ? found : own === null ? [] : [own];
  const wanted = [...new Set(operations.map(operationById).filter(({ permission, list }) => permission !== noGrantNeeded && list !== 'sign-in'))];
  const held = new Map<string, ReadonlySet<string> | null>();
  const writes: WriteFinding[] = [];
  for (const project of projects) {
    const permissions = await heldOn(
      input,
      project,
      wanted.map(({ permission }) => permission),
    );
    held.set(project, permissions);
    const writable = await heldOn(input, project, gcpWritePermissions);
    for (const action of writable ?? []) writes.push({ action, source: `project ${project}` });
    if (writable === null) held.set(project, null);
  }
  const unknown = projects.length === 0 || [...held.values()].includes(null);
  const permissions = wanted.map(({ permission, list }): PermissionFinding => {
    const everywhere = [...held.values()].every((names) => names?.has(permission) === true);
    // Rights on the billing dataset are granted on the dataset, which a project-wide question does not see.
    if (projects.length > 0 && everywhere) return { permission, state: 'granted' };
    return { permission, state: unknown || list === 'billing' ? 'untestable' : 'denied' };
  });
  return {
    estate: { cloud: 'gcp', accounts: projects, regions: [], tenantId: null },
    accountPinned: own ?? session.principal.name,
    permissions: [...new Map(permissions.map((each) => [each.permission, each])).values()].sort((a, b) => (a.permission < b.permission ? -1 : 1)),
    writeCapable: writes.length > 0 ? writes : unknown ? 'not-provable' : [],
  };
}

async function visibleProjects({ session, signal }: ValidationInput): Promise<string[]> {
  const found: string[] = [];
  let pageToken: string | null = null;
  for (let page = 0; page < 100; page += 1) {
    const query: Record<string, string> = { pageSize: '500', ...(pageToken === null ? {} : { pageToken }) };
    const result = await ask(session, { operation: 'cloudresourcemanager.projects.search', query }, signal);
    if (result.outcome === 'denied') return [];
    const { projects, nextPageToken } = projectsSchema.parse(result.body);
    found.push(...projects.filter(({ state }) => state === 'ACTIVE').map(({ projectId }) => projectId));
    if (nextPageToken === undefined || nextPageToken === '') break;
    pageToken = nextPageToken;
  }
  return found.sort();
}

/** Which of the named permissions are held on a project; null where Google does not answer that. */
async function heldOn({ session, signal }: ValidationInput, project: string, permissions: readonly string[]): Promise<ReadonlySet<string> | null> {
  const held = new Set<string>();
  for (let at = 0; at < permissions.length; at += 100) {
    const request = {
      operation: 'cloudresourcemanager.projects.testIamPermissions',
      path: { project },
      body: { permissions: permissions.slice(at, at + 100) },
    };
    const result = await ask(session, request, signal);
    if (result.outcome === 'denied') return null;
    for (const permission of heldSchema.parse(result.body).permissions) held.add(permission);
  }
  return held;
}
