import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SimResponse } from '../http/cloud-handler.js';
import { jsonAnswer, jsonBody, pageOffset, pageToken, type JsonObject } from '../http/json-answer.js';
import type { AzureCall } from './azure-call.js';
import type { AzurePrincipal } from './azure-directory.js';

const LARGEST_LOOKUP = 1000;
const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 999;

const lookupSchema = z.object({ ids: z.array(z.string()).min(1).max(LARGEST_LOOKUP), types: z.array(z.string()).optional() });

/** Which application permission opens which list; any of them does. */
const PERMISSIONS = {
  user: ['User.Read.All', 'Directory.Read.All'],
  servicePrincipal: ['Application.Read.All', 'Directory.Read.All'],
  group: ['Group.Read.All', 'GroupMember.Read.All', 'Directory.Read.All'],
  directoryObject: ['Directory.Read.All'],
} as const;

/** Answers the directory reads of Microsoft Graph v1.0 that an audit of role assignments needs. */
export function microsoftGraph(call: AzureCall): SimResponse {
  const { method, url } = call.request;
  const path = url.pathname.replace(/^\/v1\.0/, '').toLowerCase();
  if (method === 'GET' && path === '/me') return delegatedOnly(call);
  if (method === 'GET' && path === '/users') return guarded(call, 'microsoft.graph/users/list', PERMISSIONS.user, () => page(call, 'User', 'users'));
  if (method === 'GET' && path === '/serviceprincipals') {
    return guarded(call, 'microsoft.graph/servicePrincipals/list', PERMISSIONS.servicePrincipal, () => page(call, 'ServicePrincipal', 'servicePrincipals'));
  }
  if (method === 'GET' && path === '/groups') return guarded(call, 'microsoft.graph/groups/list', PERMISSIONS.group, () => page(call, 'Group', 'groups'));
  if (method === 'POST' && path === '/directoryobjects/getbyids') {
    return guarded(call, 'microsoft.graph/directoryObjects/getByIds', PERMISSIONS.directoryObject, () => getByIds(call));
  }
  call.context.log.identify(call.request, { operation: `microsoft.graph${path}:${method}`, access: method === 'GET' ? 'unknown' : 'write' });
  return graphError(
    method === 'GET' ? 404 : 403,
    method === 'GET' ? 'Request_ResourceNotFound' : 'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  );
}

/** An app-only token has no "me". */
function delegatedOnly(call: AzureCall): SimResponse {
  call.context.log.identify(call.request, { operation: 'microsoft.graph/me/get', access: 'read' });
  return graphError(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
}

function guarded(call: AzureCall, operation: string, permissions: readonly string[], answer: () => SimResponse): SimResponse {
  call.context.log.identify(call.request, { operation, access: 'read' });
  const held = permissions.filter((permission) => call.application.graphPermissions.includes(permission) && !call.context.behaviour.denied.has(permission));
  return held.length === 0 ? graphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.') : answer();
}

function page(call: AzureCall, type: AzurePrincipal['type'], collection: string): SimResponse {
  const { url } = call.request;
  const token = url.searchParams.get('$skiptoken');
  const offset = token === null ? 0 : pageOffset(token);
  const top = Number(url.searchParams.get('$top') ?? DEFAULT_PAGE);
  if (offset === null || !Number.isInteger(top) || top < 1 || top > LARGEST_PAGE)
    return graphError(400, 'Request_BadRequest', 'Invalid page size or skip token specified.');
  const principals = call.world.directory.principals.filter((principal) => principal.type === type);
  const next = new URL(url);
  next.searchParams.set('$skiptoken', pageToken(offset + top));
  return jsonAnswer(200, {
    '@odata.context': `${url.origin}/v1.0/$metadata#${collection}`,
    ...(offset + top < principals.length ? { '@odata.nextLink': next.href } : {}),
    value: principals.slice(offset, offset + top).map((principal) => selected(principalBody(principal), url.searchParams.get('$select'))),
  });
}

/** Ids that nobody has are left out of the answer, which is how a deleted principal shows. */
function getByIds(call: AzureCall): SimResponse {
  const parsed = lookupSchema.safeParse(jsonBody(call.request));
  if (!parsed.success) return graphError(400, 'Request_BadRequest', `Number of ids must be between 1 and ${String(LARGEST_LOOKUP)}.`);
  const ids = new Set(parsed.data.ids.map((id) => id.toLowerCase()));
  const types = parsed.data.types?.map((type) => type.toLowerCase());
  const found = call.world.directory.principals.filter(
    ({ objectId, type }) => ids.has(objectId.toLowerCase()) && (types === undefined || types.includes(type.toLowerCase()) || types.includes('directoryobject')),
  );
  return jsonAnswer(200, {
    '@odata.context': `${call.request.url.origin}/v1.0/$metadata#directoryObjects`,
    value: found.map((principal) => ({
      '@odata.type': ODATA_TYPES[principal.type],
      ...principalBody(principal),
    })),
  });
}

/** `$select` narrows an object to the named members. */
function selected(body: JsonObject, select: string | null): JsonObject {
  const names = select?.split(',').map((name) => name.trim());
  return names === undefined ? body : Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
}

const ODATA_TYPES = { User: '#microsoft.graph.user', ServicePrincipal: '#microsoft.graph.servicePrincipal', Group: '#microsoft.graph.group' } as const;

function principalBody({ objectId, type, displayName, appId }: AzurePrincipal): JsonObject {
  switch (type) {
    case 'User':
      return { id: objectId, displayName, userPrincipalName: `${displayName}@estate.example`, mail: null, jobTitle: null };
    case 'Group':
      return { id: objectId, displayName, securityEnabled: true, mailEnabled: false, groupTypes: [] };
    case 'ServicePrincipal':
      return { id: objectId, displayName, appId, servicePrincipalType: 'Application', accountEnabled: true };
    default:
      return type satisfies never;
  }
}

function graphError(status: number, code: string, message: string): SimResponse {
  return jsonAnswer(status, { error: { code, message, innerError: { date: '', 'request-id': randomUUID(), 'client-request-id': randomUUID() } } });
}
