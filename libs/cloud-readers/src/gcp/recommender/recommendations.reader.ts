import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { pendingNames, pendingToken } from '../../engine/pending-names.js';
import type { ProviderAdvice } from '../../engine/provider-advice.js';
import type { Scope } from '../../engine/scope.js';
import { nextOf, optionalText } from '../gcp-fields.js';
import { costProjection, monthlySaving } from './advised-saving.js';
import { askedOf, askedText, placesToAsk, recommenderNames, recommenders } from './recommenders.js';

const source = 'gcp.recommender';
const regionsList = 'compute.regions.list';

const pageSchema = z.object({
  /** Of another list: an answer without advice is `{}`, which every answer would be taken for. */
  items: z.undefined().optional(),
  nextPageToken: z.string().optional(),
  recommendations: z.array(z.looseObject({ stateInfo: z.object({ state: z.string() }) })).default([]),
});

const step = z.object({ action: z.string(), resourceType: optionalText, resource: optionalText, path: optionalText, value: z.unknown().optional() });

const adviceSchema = z
  .object({
    recommender: z.enum(recommenderNames),
    location: z.string().min(1),
    name: z.string().min(1),
    recommenderSubtype: z.string().min(1),
    lastRefreshTime: optionalText,
    primaryImpact: z.object({ category: z.string(), costProjection: costProjection.nullish() }),
    content: z.object({ operationGroups: z.array(z.object({ operations: z.array(step) })).default([]) }),
  })
  .transform(({ recommender, location, primaryImpact, content, ...advice }, context): ProviderAdvice => {
    const { of, actionGroup } = recommenders[recommender];
    // A snapshot to be made first is another resource of the same advice; what is advised on is what is changed or removed.
    const steps = content.operationGroups.flatMap(({ operations }) => operations).filter(({ resourceType, action }) => resourceType === of && action !== 'add');
    const resource = steps.find((each) => each.resource !== null)?.resource ?? null;
    if (resource === null || !/^\/\/compute\.googleapis\.com\/projects\/[^/]+\/./.test(resource)) {
      context.addIssue({ code: 'custom', path: ['content'], message: 'names no resource' });
      return z.NEVER;
    }
    const types = steps.filter(({ path }) => path === '/machineType');
    const projection = primaryImpact.costProjection ?? null;
    return {
      enrolled: true,
      source,
      adviceId: lastOf(advice.name),
      action: advice.recommenderSubtype,
      // The same recommenders advise larger machines for speed.
      actionGroup: primaryImpact.category === 'COST' ? actionGroup : null,
      resourceArn: resource,
      resourceId: resource,
      region: location,
      tags: {},
      now: machineType(types, 'test'),
      advised: machineType(types, 'replace'),
      costNow: null,
      saving: projection === null ? null : monthlySaving(projection),
      currency: projection?.cost.currencyCode ?? null,
      lookbackDays: null,
      estimationMode: 'ListOrContractPrices',
      refreshedAt: advice.lastRefreshTime,
    };
  });

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function machineType(steps: readonly z.output<typeof step>[], action: string): string | null {
  const value = steps.find((each) => each.action === action)?.value;
  return typeof value === 'string' && value !== '' ? lastOf(value) : null;
}

/** Advice may name a project by its number, where inventory and bill name it by its id: it is the one that was asked. */
function inProject(resource: string, { accountId }: Scope): string {
  return resource.replace(/^(\/\/[^/]+\/projects\/)[^/]+/, (_whole, before: string) => `${before}${accountId}`);
}

/** Active advice of five recommenders, each asked only at places where the project holds something. */
export const gcpRecommenderRecommendationsReader = defineReader<ProviderAdvice>({
  id: 'gcp.recommender.recommendations',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'recommender.googleapis.com/Recommendation',
  operations: [regionsList, ...recommenderNames.map((name) => recommenders[name].operation)],
  pageSize: 500,
  request({ scope, pageToken, pageSize }) {
    const { pending, marker } = pendingNames(pageToken);
    const [first] = pending;
    if (first === undefined) {
      const fields = 'nextPageToken,items(name,zones,quotas(metric,usage),quotaStatusWarning)';
      return { operation: regionsList, path: { project: scope.accountId }, query: { maxResults: '500', fields } };
    }
    const { name, location } = askedOf(first);
    return {
      operation: recommenders[name].operation,
      path: { project: scope.accountId, location },
      query: { filter: 'stateInfo.state=ACTIVE', pageSize: String(pageSize), ...(marker === null ? {} : { pageToken: marker }) },
    };
  },
  page(body, { pageToken }) {
    const [first, ...rest] = pendingNames(pageToken).pending;
    if (first === undefined) return { items: [], next: pendingToken({ pending: placesToAsk(body).map(askedText), marker: null }) };
    const { name, location } = askedOf(first);
    const { recommendations, nextPageToken } = pageSchema.parse(body);
    const marker = nextOf(nextPageToken);
    return {
      // What somebody dismissed or did already is advice no more.
      items: recommendations.filter(({ stateInfo }) => stateInfo.state === 'ACTIVE').map((each) => ({ ...each, recommender: name, location })),
      next: pendingToken(marker === null ? { pending: rest, marker } : { pending: [first, ...rest], marker }),
    };
  },
  /** Who may not ask one recommender may ask the others; its other places would be denied too, at the cost of the quota. */
  passOver({ pageToken }) {
    const [first, ...rest] = pendingNames(pageToken).pending;
    if (first === undefined) return null;
    const { name } = askedOf(first);
    return { resource: `recommender of ${name}`, next: pendingToken({ pending: rest.filter((text) => askedOf(text).name !== name), marker: null }) };
  },
  item: adviceSchema,
  identify(advice, scope) {
    const resource = advice.enrolled ? inProject(advice.resourceId, scope) : scope.accountId;
    return {
      canonicalId: resource.toLowerCase(),
      resourceId: resource,
      name: lastOf(resource),
      accountId: scope.accountId,
      region: advice.enrolled ? advice.region : null,
      tags: {},
    };
  },
});
