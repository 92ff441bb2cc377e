import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AwsInventory } from '../aws/inventory/aws-inventory.js';
import { parseEstate, type Estate } from '../estate/estate.js';
import { label } from '../estate/label.js';
import { startCloudSim, type CloudSim } from '../http/server.js';
import { demoEstate } from './demo.estate.js';

const faultsOf = (estate: Estate): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { cloud, fault } of label(estate)) if (cloud === 'aws') counts[fault] = (counts[fault] ?? 0) + 1;
  return counts;
};

describe('the AWS part of the demo estate', () => {
  let sim: CloudSim;
  let inventory: AwsInventory;

  beforeAll(async () => {
    sim = await startCloudSim({ estate: demoEstate() });
    if (sim.estate.aws === undefined) throw new Error('the demo has an AWS account');
    inventory = new AwsInventory(sim.estate.aws, sim.estate.seed);
  });
  afterAll(() => sim.stop());

  it('has the size that the demo promises, in two regions', () => {
    const volumes = inventory.place.regions.reduce((sum, region) => sum + inventory.volumesIn(region).length, 0);
    const counted = {
      volumes,
      addresses: inventory.addresses.length,
      instances: inventory.instances.length,
      snapshots: inventory.snapshots.length,
      natGateways: inventory.natGateways.length,
      loadBalancers: inventory.loadBalancers.length,
      users: inventory.users.length,
      services: inventory.services.length,
    };
    expect(counted).toEqual({ volumes: 66, addresses: 20, instances: 91, snapshots: 100, natGateways: 4, loadBalancers: 9, users: 12, services: 131 });
    expect(new Set(inventory.instances.map(({ region }) => region)).size).toBe(2);
  });

  it('holds each fault as often as was promised', () => {
    expect(faultsOf(sim.estate)).toEqual({
      'aws-ebs-volume-unattached': 8,
      'aws-public-ipv4-idle': 5,
      'aws-ec2-instance-idle': 6,
      'aws-ec2-instance-oversized': 3,
      'aws-compute-superseded-generation': 6,
      'aws-rds-superseded-generation': 1,
      'aws-ec2-nonprod-schedule': 2,
      'aws-rds-instance-oversized': 1,
      'aws-rds-extended-support': 1,
      'aws-eks-extended-support': 1,
      'aws-elasticache-cluster-oversized': 1,
      'aws-s3-lifecycle-missing': 2,
      'aws-s3-versions-kept': 1,
      'aws-s3-uploads-unended': 1,
      'aws-lambda-waste': 1,
      'aws-opensearch-domain-idle': 1,
      'aws-ebs-type-upgrade': 6,
      'aws-ec2-stopped-with-volumes': 5,
      'aws-ebs-snapshot-stale': 20,
      'aws-nat-gateway-idle': 1,
      'aws-load-balancer-idle': 1,
      'aws-application-load-balancer-idle': 3,
      'aws-network-load-balancer-idle': 1,
      'aws-rds-instance-idle': 3,
      'aws-rds-snapshot-orphan': 4,
      'aws-elasticache-cluster-idle': 2,
      'aws-redshift-cluster-idle': 1,
      'aws-cloudwatch-logs-no-retention': 4,
      'aws-vpc-endpoint-idle': 3,
      'aws-dynamodb-table-idle': 2,
      'aws-dynamodb-overprovisioned': 2,
      'aws-sagemaker-endpoint-idle': 2,
      'aws-fsx-file-system-idle': 1,
      'aws-workspace-idle': 4,
      'aws-iam-access-key-unused': 3,
    });
  });

  it('labels no resource twice, and the same resources whenever it is asked', () => {
    const ids = label(sim.estate).map(({ cloud, fault, resourceId }) => `${cloud} ${fault} ${resourceId}`);
    expect(new Set(ids).size).toBe(ids.length);
    expect(label(parseEstate(demoEstate()))).toEqual(label(sim.estate));
  });
});
