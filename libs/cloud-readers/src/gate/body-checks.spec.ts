import { describe, expect, it } from '@jest/globals';
import type { BodyContext } from './body-check.js';
import { bodyChecks, googleReadScopes, resourceGraphCheck } from './body-checks.js';
import { exportTable, otherSubscription, pins, subscription } from './fixtures/gate-reason.js';

const context = (holes: Record<string, string> = {}): BodyContext => ({ holes, pins, dryRuns: new Set() });
const reason = (id: string, body: unknown, holes: Record<string, string> = {}): string | null =>
  (bodyChecks[id] ?? (() => 'no such check'))(typeof body === 'string' ? body : JSON.stringify(body), context(holes));

describe('the body of a Resource Graph query', () => {
  const check = resourceGraphCheck('Microsoft.Compute/disks/read');
  const own = "Resources | where type =~ 'microsoft.compute/disks'";
  const body = { subscriptions: [subscription], query: own, options: { resultFormat: 'objectArray', $top: 1000 } };
  const told = (change: object): string | null => check(JSON.stringify({ ...body, ...change }), context());

  it('asks for rows of one type in the subscriptions named, at most a thousand at a time', () => {
    expect(told({})).toBeNull();
    expect(told({ options: { ...body.options, $top: 1, $skipToken: 'x'.repeat(20_000) } })).toBeNull();
    expect(told({ subscriptions: Array<string>(1000).fill(subscription), query: `${own} | where name == '${'x'.repeat(8000 - own.length - 19)}'` })).toBeNull();
    const ill = 'body is not a Resource Graph query of ours';
    const changes: readonly object[] = [
      { subscriptions: [] },
      { subscriptions: Array<string>(1001).fill(subscription) },
      { subscriptions: ['x'] },
      { managementGroups: ['x'] },
      { query: `${own} | where name == '${'x'.repeat(8001 - own.length - 19)}'` },
      { options: undefined },
      { options: { ...body.options, resultFormat: 'table' } },
      { options: { ...body.options, $top: 0 } },
      { options: { ...body.options, $top: 1001 } },
      { options: { ...body.options, $top: 1.5 } },
      { options: { ...body.options, $skipToken: 'x'.repeat(20_001) } },
      { options: { ...body.options, allowPartialScopes: true } },
    ];
    for (const change of changes) expect([change, told(change)]).toEqual([change, ill]);
    for (const text of ['', 'null', '[]', '{']) expect(check(text, context())).toBe(ill);
  });

  it('names its own type first, since one path serves all types', () => {
    const foreign = 'query is not on microsoft.compute/disks';
    expect(told({ query: "Resources | where type =~ 'microsoft.compute/snapshots'" })).toBe(foreign);
    expect(told({ query: `securityresources | ${own}` })).toBe(foreign);
    // The permission's last word is its verb, and only there.
    expect(
      resourceGraphCheck('Microsoft.X/reads/read')(JSON.stringify({ ...body, query: "Resources | where type =~ 'microsoft.x/reads'" }), context()),
    ).toBeNull();
    expect(
      resourceGraphCheck('Microsoft.X/read/reads')(JSON.stringify({ ...body, query: "Resources | where type =~ 'microsoft.x/read/reads'" }), context()),
    ).toBeNull();
  });

  it.each(['join', 'union', 'externaldata', 'evaluate', 'materialize', 'let', 'invoke', 'JOIN'])(
    'reaches no other table by %s, wherever the word stands',
    (word) => {
      expect(told({ query: `${own} | ${word} x` })).toBe('query reaches another table');
      // A name that only holds the word is no operator.
      expect(told({ query: `${own} | project x${word}y` })).toBeNull();
      expect(told({ query: `${own} | project ${word}y` })).toBeNull();
      expect(told({ query: `${own} | project x${word}` })).toBeNull();
    },
  );

  it('is one statement', () => {
    expect(told({ query: `${own};Resources` })).toBe('query reaches another table');
  });
});

describe('the body of a cost query', () => {
  const id = 'Microsoft.CostManagement/query/action';
  const body = {
    type: 'ActualCost',
    timeframe: 'Custom',
    timePeriod: { from: '2026-10-01T00:00:00Z', to: '2026-10-30T00:00:00Z' },
    dataset: {
      granularity: 'Daily',
      aggregation: { totalCost: { name: 'Cost', function: 'Sum' } },
      grouping: [
        { type: 'Dimension', name: 'ResourceId' },
        { type: 'Dimension', name: 'x'.repeat(60) },
      ],
    },
  };
  const scope = `subscriptions/${subscription}`;
  const dataset = (change: object): object => ({ ...body, dataset: { ...body.dataset, ...change } });

  it('reads the pinned scope in any spelling of its letters, and no other organization’s', () => {
    expect(reason(id, body, { scope })).toBeNull();
    expect(reason(id, body, { scope: scope.toUpperCase() })).toBeNull();
    const foreign = 'scope is not the pinned one';
    expect(reason(id, body, { scope: `subscriptions/${otherSubscription}` })).toBe(foreign);
    expect(reason(id, body, {})).toBe(foreign);
    expect(bodyChecks[id]?.(JSON.stringify(body), { holes: { scope }, pins: {}, dryRuns: new Set() })).toBe(foreign);
    const capital = { ...pins, azureScopes: [`subscriptions/${otherSubscription}`, scope.toUpperCase()] };
    expect(bodyChecks[id]?.(JSON.stringify(body), { holes: { scope }, pins: capital, dryRuns: new Set() })).toBeNull();
  });

  it('asks for sums by day over a period, by two dimensions at most', () => {
    for (const type of ['AmortizedCost', 'Usage']) expect(reason(id, { ...body, type }, { scope })).toBeNull();
    expect(reason(id, dataset({ filter: { dimensions: { name: 'ResourceId', operator: 'In', values: ['x'] } }, grouping: [] }), { scope })).toBeNull();
    expect(reason(id, dataset({ aggregation: { ['x'.repeat(40)]: { name: 'y'.repeat(40), function: 'Sum' } } }), { scope })).toBeNull();
    const changes: readonly object[] = [
      { ...body, type: 'Forecast' },
      { ...body, timeframe: 'MonthToDate' },
      { ...body, timePeriod: undefined },
      { ...body, timePeriod: { ...body.timePeriod, zone: 'x' } },
      { ...body, timePeriod: { from: '2026-10-01', to: '2026-10-30' } },
      { ...body, export: {} },
      dataset({ granularity: 'Monthly' }),
      dataset({ aggregation: { totalCost: { name: 'Cost', function: 'Max' } } }),
      dataset({ aggregation: { totalCost: { name: 'Cost', function: 'Sum', more: 1 } } }),
      dataset({ aggregation: { ['x'.repeat(41)]: { name: 'Cost', function: 'Sum' } } }),
      dataset({ aggregation: { totalCost: { name: 'x'.repeat(41), function: 'Sum' } } }),
      dataset({ grouping: [{ type: 'TagKey', name: 'x' }] }),
      dataset({ grouping: [{ type: 'Dimension', name: 'x', more: 1 }] }),
      dataset({ grouping: [{ type: 'Dimension', name: 'x'.repeat(61) }] }),
      dataset({ grouping: Array(3).fill({ type: 'Dimension', name: 'x' }) }),
      dataset({ configuration: {} }),
    ];
    for (const change of changes) expect([change, reason(id, change, { scope })]).toEqual([change, 'body is not a cost query of ours']);
  });
});

describe('the body of a metrics batch', () => {
  const id = 'Microsoft.Insights/metrics/read';
  const disk = (name: string, owner = subscription): string => `/subscriptions/${owner}/resourceGroups/g/providers/Microsoft.Compute/disks/${name}`;

  it('names one to fifty resources of the subscription in its path', () => {
    const holes = { subscriptionId: subscription };
    expect(reason(id, { resourceids: Array<string>(50).fill(disk('d')) }, holes)).toBeNull();
    expect(reason(id, { resourceids: [disk('d').toUpperCase()] }, holes)).toBeNull();
    expect(reason(id, { resourceids: [disk('d')] }, { subscriptionId: subscription.toUpperCase() })).toBeNull();
    expect(reason(id, { resourceids: [disk('x'.repeat(2000 - disk('').length))] }, holes)).toBeNull();
    for (const resourceids of [[], Array<string>(51).fill(disk('d')), [disk('x'.repeat(2001 - disk('').length))], 'x']) {
      expect(reason(id, { resourceids }, holes)).toBe('body is not a metrics batch of ours');
    }
    expect(reason(id, { resourceids: [disk('d')], more: 1 }, holes)).toBe('body is not a metrics batch of ours');
    for (const resourceids of [
      [disk('d', otherSubscription)],
      [disk('d'), disk('d', otherSubscription)],
      [`x${disk('d')}`],
      [`/subscriptions/${subscription}x/y`],
    ]) {
      expect(reason(id, { resourceids }, holes)).toBe('a resource is of another subscription');
    }
    expect(reason(id, { resourceids: ['/subscriptions//x'] }, {})).toBeNull();
  });
});

describe('the body of a sign-in', () => {
  const form = (members: readonly (readonly [string, string])[]): string =>
    new URLSearchParams(members.map(([name, value]): [string, string] => [name, value])).toString();

  it.each(['https://management.azure.com/.default', 'https://graph.microsoft.com/.default', 'https://metrics.monitor.azure.com/.default'])(
    'at Entra is by client credentials for %s, with or without what its library adds',
    (scope) => {
      const ask = (asked: string, grant = 'client_credentials'): string | null =>
        reason(
          'entra/token',
          form([
            ['grant_type', grant],
            ['scope', asked],
            ['client_id', 'x'],
          ]),
        );
      expect(ask(scope)).toBeNull();
      expect(ask(`${scope} openid profile offline_access`)).toBeNull();
      expect(ask(`${scope} openid`)).toBe('scope is not a declared one');
      expect(ask('https://vault.azure.net/.default')).toBe('scope is not a declared one');
      expect(ask('')).toBe('scope is not a declared one');
      expect(ask(scope, 'password')).toBe('grant_type is not a declared one');
      expect(reason('entra/token', form([['grant_type', 'client_credentials']]))).toBe('scope is not a declared one');
      expect(reason('entra/token', form([['scope', scope]]))).toBe('grant_type is not a declared one');
      expect(
        reason(
          'entra/token',
          form([
            ['grant_type', 'client_credentials'],
            ['scope', scope],
            ['scope', scope],
          ]),
        ),
      ).toBe('scope is not a declared one');
    },
  );

  it('at Google’s token service is an exchange for an access token', () => {
    const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
    const access = 'urn:ietf:params:oauth:token-type:access_token';
    const ask = (grant: string, type: string): string | null =>
      reason(
        'sts.googleapis.com/token',
        form([
          ['grant_type', grant],
          ['requested_token_type', type],
        ]),
      );
    expect(ask(exchange, access)).toBeNull();
    expect(ask('refresh_token', access)).toBe('grant_type is not a declared one');
    expect(ask(exchange, 'urn:ietf:params:oauth:token-type:jwt')).toBe('requested_token_type is not a declared one');
    const key = (grant: string): string | null => reason('oauth2.googleapis.com/token', form([['grant_type', grant]]));
    expect(key('urn:ietf:params:oauth:grant-type:jwt-bearer')).toBeNull();
    expect(key('refresh_token')).toBe('grant_type is not a declared one');
  });

  it('as a Google account asks for reading alone and for an hour at most, even where its roles allow more', () => {
    const id = 'iamcredentials.serviceAccounts.generateAccessToken';
    expect(googleReadScopes).toEqual([
      'https://www.googleapis.com/auth/cloud-platform.read-only',
      'https://www.googleapis.com/auth/compute.readonly',
      'https://www.googleapis.com/auth/monitoring.read',
      'https://www.googleapis.com/auth/bigquery.readonly',
      'https://www.googleapis.com/auth/cloud-billing.readonly',
    ]);
    for (const lifetime of ['1s', '99s', '999s', '1000s', '2999s', '3000s', '3599s', '3600s'])
      expect([lifetime, reason(id, { scope: googleReadScopes, lifetime })]).toEqual([lifetime, null]);
    const ill = 'body is not the declared one';
    for (const lifetime of ['0s', '01s', '3601s', '3700s', '4000s', '9999s', '10000s', '900', 's', 'x1s', '1sx', '36x0s', '1xs', '35x9s', '12.5s']) {
      expect([lifetime, reason(id, { scope: googleReadScopes, lifetime })]).toEqual([lifetime, ill]);
    }
    expect(reason(id, { scope: [], lifetime: '1s' })).toBe(ill);
    expect(reason(id, { scope: ['https://www.googleapis.com/auth/cloud-platform'], lifetime: '1s' })).toBe(ill);
    expect(reason(id, { scope: googleReadScopes })).toBe(ill);
    expect(reason(id, { scope: googleReadScopes, lifetime: '1s', delegates: ['x'] })).toBe(ill);
  });
});

describe('the body of a question what one may do', () => {
  it('names one to a hundred permissions', () => {
    const id = 'cloudresourcemanager.projects.testIamPermissions';
    const ill = 'body is not the declared one';
    expect(reason(id, { permissions: Array<string>(100).fill('x'.repeat(120)) })).toBeNull();
    expect(reason(id, { permissions: ['x'] })).toBeNull();
    for (const body of [
      { permissions: [] },
      { permissions: Array<string>(101).fill('x') },
      { permissions: ['x'.repeat(121)] },
      { permissions: ['x'], more: 1 },
      {},
      '{',
    ])
      expect(reason(id, body)).toBe(ill);
  });
});

describe('the body of a BigQuery job', () => {
  it('is judged with the project of its path and the connection’s own pin', () => {
    const body = { query: `SELECT 1 AS n FROM \`${exportTable}\``, useLegacySql: false, dryRun: true, maximumBytesBilled: '1' };
    expect(reason('bigquery.jobs.query', body, { project: 'billing-project' })).toBeNull();
    expect(reason('bigquery.jobs.query', body, { project: 'other-project' })).toBe('project is not the pinned one');
    expect(reason('bigquery.jobs.query', '{', { project: 'billing-project' })).toBe('body is not a query of ours');
  });
});
