import { z } from 'zod';
import type { CliContext } from '../cli-context.js';
import { UsageError } from '../exit-codes.js';
import { loanEnd, type BorrowedLogin, type WriteReach } from './borrowed-login.js';
import type { CloudEndpoints } from './cloud-endpoints.js';

const tokenSchema = z.object({ accessToken: z.string(), expires_on: z.number().optional(), subscription: z.string().optional(), tenant: z.string() });
const permissionsSchema = z.object({ value: z.array(z.object({ actions: z.array(z.string()), notActions: z.array(z.string()) })) });

/** The token of `az login`. Azure has nothing that narrows one, so what it could write is read and told. */
export async function borrowAzureLogin(context: CliContext, endpoints: CloudEndpoints): Promise<BorrowedLogin> {
  const answer = await context.runTool('az', ['account', 'get-access-token', '--output', 'json'], context.signal);
  if (answer.kind === 'missing') throw new UsageError('the Azure command line (az) is not installed; Vitrine does not read its caches');
  if (answer.kind === 'failed') throw new UsageError(`az has no token: ${answer.complaint}. Sign in first: az login`);
  const token = parsed(tokenSchema, answer.text, 'az account get-access-token said nothing that is a token');
  // Graph names the principals of role assignments; without it that one rule is a blind spot.
  const graph = await context.runTool('az', ['account', 'get-access-token', '--resource-type', 'ms-graph', '--output', 'json'], context.signal);
  const graphToken = graph.kind === 'said' ? parsed(tokenSchema, graph.text, 'az said nothing that is a Graph token').accessToken : null;
  const ends = token.expires_on === undefined ? null : new Date(token.expires_on * 1000);
  const subscription = token.subscription ?? null;
  return {
    cloud: 'azure',
    connectionName: `Azure tenant ${token.tenant}`,
    principal: subscription === null ? token.tenant : `subscription ${subscription}`,
    credential: {
      kind: 'azure.token',
      tenantId: token.tenant,
      accessToken: token.accessToken,
      ...(graphToken === null ? {} : { graphToken }),
      expiresAt: loanEnd(context.now(), ends),
    },
    narrowing: {
      kind: 'not-narrowed',
      why: 'Azure has no way to narrow an access token',
      reach: await writeReach(endpoints, token.accessToken, subscription, context.signal),
    },
    bill: { source: 'cost-management' },
    settings: subscription === null ? {} : { accounts: [subscription] },
  };
}

async function writeReach({ azureArm }: CloudEndpoints, token: string, subscription: string | null, signal: AbortSignal): Promise<WriteReach> {
  if (subscription === null) return { kind: 'unknown' };
  const url = new URL(`/subscriptions/${encodeURIComponent(subscription)}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`, azureArm);
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
    });
    const { value } = permissionsSchema.parse(await response.json());
    return { kind: 'known', actions: [...new Set(value.flatMap(({ actions }) => actions).filter((action) => !/\/read$/i.test(action)))] };
  } catch {
    signal.throwIfAborted();
    return { kind: 'unknown' };
  }
}

function parsed<T>(schema: z.ZodType<T>, text: string, complaint: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // The parser's own message would quote the token.
    throw new UsageError(complaint);
  }
}
