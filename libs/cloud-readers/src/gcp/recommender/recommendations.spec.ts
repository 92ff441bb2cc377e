import { describe, expect, it } from '@jest/globals';
import type { CallResult, CloudRequest, CloudSession } from '../../engine/cloud-request.js';
import type { ProviderAdvice } from '../../engine/provider-advice.js';
import { readPages, type ReadPage } from '../../engine/read-pages.js';
import { monthlySaving } from './advised-saving.js';
import { gcpRecommenderRecommendationsReader } from './recommendations.reader.js';
import { placesToAsk } from './recommenders.js';

const scope = { cloud: 'gcp', accountId: 'shop-production', region: null } as const;
const used = (metric: string, usage: number) => ({ metric, limit: 100, usage });
const region = (name: string, more: object) => ({ name, zones: [`https://x/zones/${name}-b`, `https://x/zones/${name}-c`], ...more });
const asked = (...items: object[]): string[] => placesToAsk({ items }).map(({ name, location }) => `${name}@${location}`);
const everywhere = ['idle-addresses@global', 'idle-images@global'];

describe('where Google is asked for advice (100 reads a day for a whole organization)', () => {
  it('nowhere that holds nothing', () => {
    expect(asked(region('us-east4', { quotas: [used('INSTANCES', 0), used('DISKS_TOTAL_GB', 0), used('STATIC_ADDRESSES', 0), used('FIREWALLS', 9)] }))).toEqual(
      everywhere,
    );
  });

  it('about what a region holds, in each of its zones, where disks of two zones are told of at the region', () => {
    expect(asked(region('r', { quotas: [used('HDB_TOTAL_GB', 1)] }))).toEqual(['idle-disks@r-b', 'idle-disks@r-c', 'idle-disks@r', ...everywhere]);
    expect(asked(region('r', { quotas: [used('STATIC_ADDRESSES', 1)] }))).toEqual(['idle-addresses@r', ...everywhere]);
    expect(asked(region('r', { quotas: [used('INSTANCES', 1)] }))).toEqual([
      ...['idle-instances@r-b', 'idle-instances@r-c', 'machine-types@r-b', 'machine-types@r-c'],
      ...everywhere,
    ]);
  });

  it('about all, where Google does not say what is used: not told is not empty', () => {
    const all = asked(region('r', { quotas: [] }));
    expect(all).toHaveLength(8 + 2);
    expect(asked(region('r', { quotas: [used('INSTANCES', 0)], quotaStatusWarning: { code: 'INTERNAL_ERROR' } }))).toEqual(all);
  });

  it('refuses a list of regions that has a further page, which would leave places unasked', () => {
    expect(() => placesToAsk({ items: [], nextPageToken: 'more' })).toThrow();
  });
});

describe('what is saved by advice', () => {
  const saving = (cost: object, duration = '2592000s'): string | null =>
    monthlySaving({ cost: { currencyCode: 'USD', units: '0', nanos: 0, ...cost }, duration });

  it('is a negative cost, to the last of its nine places, brought to a month of 30.44 days', () => {
    expect(saving({ units: '-30' })).toBe('30.44');
    expect(saving({ units: '-1', nanos: -548_387_097 }, '2630016s')).toBe('1.548387097');
    expect(saving({ nanos: -3 })).toBe('0.000000003044');
  });

  it('is nothing where it costs more, and unknown over no time', () => {
    expect(saving({ units: '12' })).toBe('0');
    expect(saving({ units: '-12' }, '0s')).toBeNull();
  });
});

describe('a recommender that may not be asked', () => {
  /** One region with two zones that holds machines. */
  function session(denied: string, sent: CloudRequest[]): CloudSession {
    const call = (request: CloudRequest): Promise<CallResult> => {
      sent.push(request);
      const { operation } = request;
      if (operation.includes(denied)) return Promise.resolve({ outcome: 'denied', operation, permission: 'x.list', providerCode: '403', requestId: null });
      const body = operation === 'compute.regions.list' ? { items: [region('r', { quotas: [used('INSTANCES', 2)] })] } : {};
      return Promise.resolve({ outcome: 'read', body, requestId: null });
    };
    return { call, close: () => undefined };
  }
  async function walk(denied: string): Promise<{ pages: ReadPage<ProviderAdvice>[]; sent: CloudRequest[] }> {
    const sent: CloudRequest[] = [];
    const pages: ReadPage<ProviderAdvice>[] = [];
    const options = { pageToken: null, signal: AbortSignal.timeout(5_000) };
    for await (const page of readPages(gcpRecommenderRecommendationsReader, scope, session(denied, sent), options)) pages.push(page);
    return { pages, sent };
  }

  it('is named with the permission that would open it, is not asked again at its other places, and the others are', async () => {
    const { pages, sent } = await walk('instance.IdleResourceRecommender');
    expect(pages.flatMap((page) => (page.outcome === 'read' && page.passedOver !== undefined ? [page.passedOver] : []))).toEqual([
      {
        resource: 'recommender of idle-instances',
        operation: 'recommender.google.compute.instance.IdleResourceRecommender.recommendations.list',
        permission: 'x.list',
      },
    ]);
    expect(sent.map(({ operation, path }) => `${operation.split('.').slice(3, 5).join('.')} ${path?.['location'] ?? ''}`.trim())).toEqual([
      expect.any(String),
      'instance.IdleResourceRecommender r-b',
      ...['instance.MachineTypeRecommender r-b', 'instance.MachineTypeRecommender r-c'],
      ...['address.IdleResourceRecommender global', 'image.IdleResourceRecommender global'],
    ]);
  });

  it('ends the walk where the regions themselves are denied: nothing is known of any place', async () => {
    expect((await walk('compute.regions')).pages).toMatchObject([{ outcome: 'denied' }]);
  });
});
