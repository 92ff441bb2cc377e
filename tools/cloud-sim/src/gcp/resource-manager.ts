import { z } from 'zod';
import type { SimResponse } from '../http/cloud-handler.js';
import { jsonAnswer, jsonBody, type JsonObject } from '../http/json-answer.js';
import { holds, identify, projectOf, refusal, type GcpCall } from './gcp-call.js';
import type { GcpProject } from './gcp-estate.js';
import { permissionDenied } from './google-error.js';

const testSchema = z.object({ permissions: z.array(z.string()) });

/** Answers the project reads of Resource Manager, v1 and v3; null for another path. */
export function resourceManager(call: GcpCall): SimResponse | null {
  const { method } = call.request;
  const [, version, id, verb] = /^\/(v1|v3)\/projects(?:\/([^/:]+))?(?::(\w+))?$/.exec(call.path) ?? [];
  if (version === undefined) return null;
  if (id === undefined) return method === 'GET' ? listProjects(call, version, verb) : null;
  if (method === 'POST' && verb === 'testIamPermissions') return testIamPermissions(call);
  if (method === 'POST' && verb === 'getIamPolicy') return getIamPolicy(call, id);
  if (method !== 'GET' || verb !== undefined) return null;
  identify(call, 'cloudresourcemanager.projects.get', 'read');
  const project = projectOf(call.world, id);
  const denied = refusal(call, 'resourcemanager.projects.get', `projects/${id}`);
  // Google does not tell a project that does not exist from one that the caller may not see.
  if (denied !== null || project === undefined) return denied ?? permissionDenied('resourcemanager.projects.get', `projects/${id}`);
  return jsonAnswer(200, projectBody(call, project, version));
}

/** `projects:search` (v3), `projects` (v1 and v3 list): the projects that the caller may get; none is an empty list. */
function listProjects(call: GcpCall, version: string, verb: string | undefined): SimResponse | null {
  if (verb !== undefined && verb !== 'search') return null;
  identify(call, `cloudresourcemanager.projects.${verb ?? 'list'}`, 'read');
  const projects = holds(call, 'resourcemanager.projects.get') ? call.world.estate.projects : [];
  return jsonAnswer(200, projects.length === 0 ? {} : { projects: projects.map((project) => projectBody(call, project, version)) });
}

function projectBody({ world }: GcpCall, { projectId, projectNumber, displayName }: GcpProject, version: string): JsonObject {
  const { organizationId } = world.estate;
  return version === 'v3'
    ? {
        name: `projects/${projectNumber}`,
        parent: `organizations/${organizationId}`,
        projectId,
        state: 'ACTIVE',
        displayName,
        createTime: '2022-01-10T09:00:00Z',
      }
    : {
        projectNumber,
        projectId,
        lifecycleState: 'ACTIVE',
        name: displayName,
        createTime: '2022-01-10T09:00:00Z',
        parent: { type: 'organization', id: organizationId },
      };
}

/** Needs no permission: whoever asks learns which of the named ones it holds. */
function testIamPermissions(call: GcpCall): SimResponse {
  identify(call, 'cloudresourcemanager.projects.testIamPermissions', 'read');
  const asked = testSchema.safeParse(jsonBody(call.request)).data?.permissions ?? [];
  const held = asked.filter((permission) => holds(call, permission));
  return jsonAnswer(200, held.length === 0 ? {} : { permissions: held });
}

function getIamPolicy(call: GcpCall, id: string): SimResponse {
  identify(call, 'cloudresourcemanager.projects.getIamPolicy', 'read');
  const denied = refusal(call, 'resourcemanager.projects.getIamPolicy', `projects/${id}`);
  if (denied !== null) return denied;
  const members = new Map<string, string[]>();
  for (const { email, roles } of call.world.estate.serviceAccounts) {
    for (const role of roles) members.set(role, [...(members.get(role) ?? []), `serviceAccount:${email}`]);
  }
  return jsonAnswer(200, { version: 1, etag: 'BwYhXsmZg3E=', bindings: [...members].map(([role, list]) => ({ role, members: list })) });
}
