import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { pendingNames, pendingToken } from '../../engine/pending-names.js';
import { arnIdentity, regionOf } from '../aws-fields.js';

const listPage = z.object({ DomainNames: z.array(z.object({ DomainName: z.string().min(1) })) });
const domainPage = z.object({ DomainStatusList: z.array(z.unknown()) });
/** The most names that one description takes. */
const namesPerCall = 5;

const domainSchema = z
  .object({
    DomainName: z.string().min(1),
    ARN: z.string().startsWith('arn:'),
    EngineVersion: z.string().nullish(),
    Deleted: z.boolean().nullish(),
    Processing: z.boolean().nullish(),
    ClusterConfig: z.object({ InstanceType: z.string().nullish(), InstanceCount: z.number().nullish(), WarmEnabled: z.boolean().nullish() }),
  })
  .transform((domain) => ({
    domainName: domain.DomainName,
    domainArn: domain.ARN,
    engineVersion: domain.EngineVersion ?? null,
    deleted: domain.Deleted === true,
    processing: domain.Processing === true,
    instanceType: domain.ClusterConfig.InstanceType ?? null,
    instances: domain.ClusterConfig.InstanceCount ?? null,
    warm: domain.ClusterConfig.WarmEnabled === true,
  }));

export type AwsOpensearchDomain = z.output<typeof domainSchema>;

/** All names in one call (there are no pages), then five descriptions a call. Elasticsearch domains are among them. */
export const awsOpensearchDomainsReader = defineReader<AwsOpensearchDomain>({
  id: 'aws.opensearch.domains',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::OpenSearchService::Domain',
  operations: ['es:ListDomainNames', 'es:DescribeDomains'],
  pageSize: 5,
  request({ scope, pageToken }) {
    const { pending } = pendingNames(pageToken);
    return pending.length === 0
      ? { operation: 'es:ListDomainNames', ...regionOf(scope) }
      : { operation: 'es:DescribeDomains', ...regionOf(scope), body: { DomainNames: pending.slice(0, namesPerCall) } };
  },
  page(body, { pageToken }) {
    const { pending } = pendingNames(pageToken);
    if (pending.length === 0) {
      const { DomainNames } = listPage.parse(body);
      return { items: [], next: pendingToken({ pending: DomainNames.map(({ DomainName }) => DomainName), marker: null }) };
    }
    return { items: domainPage.parse(body).DomainStatusList, next: pendingToken({ pending: pending.slice(namesPerCall), marker: null }) };
  },
  item: domainSchema,
  identify: (domain, scope) => arnIdentity(scope, domain.domainArn, domain.domainName),
});
