import { z } from 'zod';
import type { AwsCall, AwsOperation } from '../aws-operation.js';
import type { ServiceResource } from '../inventory/service-resource.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { parseJson } from '../wire/parse-json.js';
import { ofRegion } from '../inventory/of-region.js';
import type { DomainGroup } from './domain.family.js';

const domainsIn = (call: AwsCall): readonly ServiceResource<DomainGroup>[] => ofRegion(call.world.inventory.searchDomains, call.region);
const requestSchema = z.looseObject({ DomainNames: z.array(z.string()).min(1) });

function describeDomains(call: AwsCall): AwsAnswer {
  const { DomainNames } = parseJson(requestSchema, call.json);
  if (DomainNames.length > 5) throw new AwsError('ValidationException', 'Please provide a maximum of 5 domain names to describe.');
  const DomainStatusList = domainsIn(call)
    .filter(({ name }) => DomainNames.includes(name))
    .map(({ name, arn, group }) => ({
      DomainId: `${call.world.estate.accountId}/${name}`,
      DomainName: name,
      ARN: arn,
      Created: true,
      Deleted: group.situation === 'deleted',
      Processing: group.situation === 'processing',
      EngineVersion: 'OpenSearch_2.11',
      ClusterConfig: { InstanceType: 'r6g.large.search', InstanceCount: 2, DedicatedMasterEnabled: false, ZoneAwarenessEnabled: false, WarmEnabled: false },
    }));
  return { kind: 'json', value: { DomainStatusList } };
}

export const OPENSEARCH_OPERATIONS: readonly AwsOperation[] = [
  {
    service: 'es',
    name: 'ListDomainNames',
    permission: 'es:ListDomainNames',
    access: 'read',
    run: (call) => ({ kind: 'json', value: { DomainNames: domainsIn(call).map(({ name }) => ({ DomainName: name, EngineType: 'OpenSearch' })) } }),
  },
  { service: 'es', name: 'DescribeDomains', permission: 'es:DescribeDomains', access: 'read', run: describeDomains },
  { service: 'es', name: 'DeleteDomain', permission: 'es:DeleteDomain', access: 'write', run: () => ({ kind: 'json', value: {} }) },
];
