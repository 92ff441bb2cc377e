import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { awsCostoptimizationhubRecommendationsReader } from './aws/costoptimizationhub/recommendations.reader.js';
import { awsEksClustersReader } from './aws/eks/clusters.reader.js';
import { fixtureScopes } from './engine/reader-fixture.js';

const folder = join(process.env['VITRINE_SHARED'] ?? join(process.cwd(), '..', 'shared'), 'cloud-examples/aws/recorded');
const shared = existsSync(folder);
if (!shared) process.stderr.write('SKIPPED: recorded answers of EKS and Cost Optimization Hub (no VITRINE_SHARED)\n');
const withData = shared ? describe : describe.skip;

const time = z.looseObject({ __class__: z.literal('datetime'), year: z.number(), month: z.number(), day: z.number() });

/** Recordings keep times as their parts; the wire has seconds. */
function asWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asWire);
  const parts = time.safeParse(value);
  if (parts.success) return Date.UTC(parts.data.year, parts.data.month - 1, parts.data.day) / 1000;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asWire(member)]));
}

function recorded(operation: string): Record<string, unknown>[] {
  const files = readdirSync(join(folder, operation), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  const schema = z.looseObject({ status_code: z.number(), data: z.looseObject({}) });
  const answers = files.map((name) => schema.parse(JSON.parse(readFileSync(join(folder, operation, name), 'utf8'))));
  return answers.filter(({ status_code }) => status_code === 200).map(({ data }) => z.looseObject({}).parse(asWire(data)));
}

withData('recorded answers of AWS’s REST and JSON services fit their readers', () => {
  it('eks.DescribeCluster', () => {
    const clusters = recorded('eks.DescribeCluster').map(({ cluster }) => cluster);
    expect(clusters.length).toBeGreaterThan(0);
    for (const cluster of clusters) expect(awsEksClustersReader.item.safeParse(cluster).error).toBeUndefined();
  });

  it('cost-optimization-hub.ListRecommendations', () => {
    const pageToken = JSON.stringify({ step: 'recommendations', mode: 'AfterDiscounts', next: null });
    const input = { scope: fixtureScopes.account, pageToken, pageSize: 100 };
    const items = recorded('cost-optimization-hub.ListRecommendations').flatMap(
      (answer) => awsCostoptimizationhubRecommendationsReader.page(answer, input).items,
    );
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) expect(awsCostoptimizationhubRecommendationsReader.item.safeParse(item).error).toBeUndefined();
  });
});
