import { z } from 'zod';
import type { CliContext } from '../cli-context.js';
import { UsageError } from '../exit-codes.js';
import { loanEnd, type BorrowedLogin, type Narrowing, type WriteReach } from './borrowed-login.js';
import type { CloudEndpoints } from './cloud-endpoints.js';

const READ_ONLY_SCOPE = 'https://www.googleapis.com/auth/cloud-platform.read-only';
const tokenInfoSchema = z.object({ scope: z.string(), expires_in: z.coerce.number().optional(), email: z.string().optional() });
const testedSchema = z.object({ permissions: z.array(z.string()).default([]) });

/** Representative writes, enough to tell an editor from a viewer. */
const TELLING_WRITES = [
  'compute.instances.delete',
  'compute.disks.delete',
  'storage.buckets.delete',
  'iam.serviceAccountKeys.create',
  'resourcemanager.projects.setIamPolicy',
];

/** The token of `gcloud auth login`, with the read-only scope where gcloud and the login allow it. */
export async function borrowGcpLogin(context: CliContext, endpoints: CloudEndpoints): Promise<BorrowedLogin> {
  const projectId = await say(context, ['config', 'get-value', 'project'], 'gcloud has no project: gcloud config set project PROJECT');
  if (projectId === '' || projectId === '(unset)') throw new UsageError('gcloud has no project: gcloud config set project PROJECT');
  const narrow = await context.runTool('gcloud', ['auth', 'print-access-token', `--scopes=${READ_ONLY_SCOPE}`], context.signal);
  const accessToken =
    narrow.kind === 'said' ? narrow.text.trim() : await say(context, ['auth', 'print-access-token'], 'gcloud has no token. Sign in first: gcloud auth login');
  const info = await tokenInfo(endpoints, accessToken, context.signal);
  return {
    cloud: 'gcp',
    connectionName: `Google Cloud project ${projectId}`,
    principal: `${info?.email ?? 'gcloud login'}, project ${projectId}`,
    credential: {
      kind: 'gcp.token',
      accessToken,
      projectId,
      expiresAt: loanEnd(context.now(), info?.expires_in === undefined ? null : new Date(context.now().getTime() + info.expires_in * 1000)),
    },
    narrowing: await narrowingOf(endpoints, accessToken, projectId, info?.scope ?? null, context.signal),
    bill: null,
    settings: { accounts: [projectId] },
  };
}

/** Believed only where Google itself says that the token has no other scope: a flag that was ignored narrows nothing. */
async function narrowingOf(endpoints: CloudEndpoints, token: string, projectId: string, scope: string | null, signal: AbortSignal): Promise<Narrowing> {
  const harmless = new Set([READ_ONLY_SCOPE, 'openid', 'email', 'https://www.googleapis.com/auth/userinfo.email']);
  const scopes = scope?.split(' ') ?? [];
  if (scopes.includes(READ_ONLY_SCOPE) && scopes.every((each) => harmless.has(each)))
    return { kind: 'narrowed', how: 'An access token with Google’s read-only scope was lent.' };
  return { kind: 'not-narrowed', why: 'this gcloud login gives no token of read-only scope', reach: await writeReach(endpoints, token, projectId, signal) };
}

async function tokenInfo(endpoints: CloudEndpoints, token: string, signal: AbortSignal): Promise<z.infer<typeof tokenInfoSchema> | null> {
  const url = new URL('/tokeninfo', endpoints.gcp('oauth2.googleapis.com'));
  try {
    // In the body: a token in a URL ends up in logs.
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ access_token: token }),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
    });
    return tokenInfoSchema.parse(await response.json());
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

async function writeReach(endpoints: CloudEndpoints, token: string, projectId: string, signal: AbortSignal): Promise<WriteReach> {
  const url = new URL(`/v1/projects/${encodeURIComponent(projectId)}:testIamPermissions`, endpoints.gcp('cloudresourcemanager.googleapis.com'));
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ permissions: TELLING_WRITES }),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
    });
    if (!response.ok) return { kind: 'unknown' };
    return { kind: 'known', actions: testedSchema.parse(await response.json()).permissions };
  } catch {
    signal.throwIfAborted();
    return { kind: 'unknown' };
  }
}

async function say(context: CliContext, args: readonly string[], otherwise: string): Promise<string> {
  const answer = await context.runTool('gcloud', args, context.signal);
  if (answer.kind === 'missing') throw new UsageError('the Google Cloud command line (gcloud) is not installed; Vitrine does not read its caches');
  if (answer.kind === 'failed') throw new UsageError(`${otherwise} (${answer.complaint})`);
  return answer.text.trim();
}
