import { z } from 'zod';
import { bigQueryRefusal } from './big-query-check.js';
import type { BodyCheck } from './body-check.js';

const resourceGraphSchema = z.strictObject({
  subscriptions: z.array(z.guid()).min(1).max(1000),
  query: z.string().max(8000),
  options: z.strictObject({ resultFormat: z.literal('objectArray'), $top: z.number().int().min(1).max(1000), $skipToken: z.string().max(20_000).optional() }),
});

/** The query must be on this operation's own type: one path serves all types, so the path alone would widen every grant. */
export function resourceGraphCheck(permission: string): BodyCheck {
  const type = permission.replace(/\/read$/, '').toLowerCase();
  return (body) => {
    const parsed = resourceGraphSchema.safeParse(parseJson(body));
    if (!parsed.success) return 'body is not a Resource Graph query of ours';
    const { query } = parsed.data;
    if (!query.startsWith(`Resources | where type =~ '${type}'`)) return `query is not on ${type}`;
    // KQL operators that bring in another table would read what the grant does not name.
    return /\b(?:join|union|externaldata|evaluate|materialize|let|invoke)\b|;/i.test(query) ? 'query reaches another table' : null;
  };
}

const costQuerySchema = z.strictObject({
  type: z.enum(['ActualCost', 'AmortizedCost', 'Usage']),
  timeframe: z.literal('Custom'),
  timePeriod: z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() }),
  dataset: z.strictObject({
    granularity: z.literal('Daily'),
    aggregation: z.record(z.string().max(40), z.strictObject({ name: z.string().max(40), function: z.literal('Sum') })),
    grouping: z.array(z.strictObject({ type: z.literal('Dimension'), name: z.string().max(60) })).max(2),
    filter: z.unknown().optional(),
  }),
});

const costQueryCheck: BodyCheck = (body, { holes, pins }) => {
  const scope = holes['scope']?.toLowerCase();
  if (!(pins.azureScopes ?? []).some((pinned) => pinned.toLowerCase() === scope)) return 'scope is not the pinned one';
  return costQuerySchema.safeParse(parseJson(body)).success ? null : 'body is not a cost query of ours';
};

const metricsSchema = z.strictObject({ resourceids: z.array(z.string().max(2000)).min(1).max(50) });

const metricsCheck: BodyCheck = (body, { holes }) => {
  const parsed = metricsSchema.safeParse(parseJson(body));
  if (!parsed.success) return 'body is not a metrics batch of ours';
  const prefix = `/subscriptions/${holes['subscriptionId'] ?? ''}/`.toLowerCase();
  return parsed.data.resourceids.every((id) => id.toLowerCase().startsWith(prefix)) ? null : 'a resource is of another subscription';
};

function jsonCheck(schema: z.ZodType): BodyCheck {
  return (body) => (schema.safeParse(parseJson(body)).success ? null : 'body is not the declared one');
}

function formCheck(expected: Readonly<Record<string, readonly string[]>>): BodyCheck {
  return (body) => {
    const form = new URLSearchParams(body);
    for (const [name, values] of Object.entries(expected)) {
      const given = form.getAll(name);
      if (given.length !== 1 || !values.includes(given[0] ?? '')) return `${name} is not a declared one`;
    }
    return null;
  };
}

export const googleReadScopes: readonly string[] = [
  'https://www.googleapis.com/auth/cloud-platform.read-only',
  'https://www.googleapis.com/auth/compute.readonly',
  'https://www.googleapis.com/auth/monitoring.read',
  'https://www.googleapis.com/auth/bigquery.readonly',
  'https://www.googleapis.com/auth/cloud-billing.readonly',
];

/** By operation id; Resource Graph operations are found by their path instead. */
export const bodyChecks: Readonly<Record<string, BodyCheck>> = {
  'Microsoft.CostManagement/query/action': costQueryCheck,
  'Microsoft.Insights/metrics/read': metricsCheck,
  'bigquery.jobs.query': (body, context) => bigQueryRefusal(parseJson(body), context),
  'cloudresourcemanager.projects.testIamPermissions': jsonCheck(z.strictObject({ permissions: z.array(z.string().max(120)).min(1).max(100) })),
  'entra/token': formCheck({
    grant_type: ['client_credentials'],
    scope: [
      'https://management.azure.com/.default',
      'https://graph.microsoft.com/.default',
      'https://metrics.monitor.azure.com/.default',
      'https://storage.azure.com/.default',
    ].flatMap((scope) => [scope, `${scope} openid profile offline_access`]),
  }),
  'sts.googleapis.com/token': formCheck({
    grant_type: ['urn:ietf:params:oauth:grant-type:token-exchange'],
    requested_token_type: ['urn:ietf:params:oauth:token-type:access_token'],
  }),
  // The customer's own account is asked for a token that reads only, even where its roles would allow more.
  'iamcredentials.serviceAccounts.generateAccessToken': jsonCheck(
    z.strictObject({ scope: z.array(z.enum(googleReadScopes)).min(1), lifetime: z.string().regex(/^(?:[1-9]\d{0,2}|[12]\d{3}|3[0-5]\d{2}|3600)s$/) }),
  ),
  'oauth2.googleapis.com/token': formCheck({ grant_type: ['urn:ietf:params:oauth:grant-type:jwt-bearer'] }),
};

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
