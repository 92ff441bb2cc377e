import type { NotBuilt } from '../../engine/not-built.js';

/** What the catalogue gives for AWS and is not judged here. */
export const awsNotBuilt: readonly NotBuilt[] = [
  {
    catalogueId: 'aws-commitment-coverage-gap',
    part: 'rates of one and three years, so a saving; the provider’s own purchase advice; databases, caches and search',
    because:
      'What stays on demand once waste is gone, how much of a commitment it would have used and above which discount that pays is worked out from the bill (bill.aws-commitment-gap). Rates of one and three years are on no bill, and price lists are read for single findings only, so no saving is claimed. Purchase advice of Cost Explorer and of the Hub counts machines that are waste and is seen whole by the payer account only; the Hub’s list names neither its term nor its amount, without which it cannot be set against ours.',
  },
  {
    catalogueId: 'aws-commitment-underutilised',
    part: 'utilisation and expiry by Cost Explorer',
    because:
      'What is unused of a commitment stands on the bill, where bill.commitment-unused finds it; asking Cost Explorer for the same costs US$0.01 a page.',
  },
  {
    catalogueId: 'aws-ec2-instance-oversized',
    part: 'memory (CWAgent), scaling groups',
    because:
      'The agent’s metrics carry dimensions that differ by machine, so each would need a ListMetrics of its own; memory is said to be unknown and at most one size down is advised. Members of a scaling group are left to the group.',
  },
  {
    catalogueId: 'aws-sagemaker-endpoint-idle',
    part: 'notebooks in service',
    because: 'A notebook counts no invocation and reports no use of its own without an agent; that nobody works in it cannot be told from outside.',
  },
  {
    catalogueId: 'aws-extended-support-charges',
    part: 'ElastiCache; vCPU × hourly charge for RDS',
    because:
      'ElastiCache tells no calendar of its versions, and dates that are written down go wrong. What RDS charges differs by year and region and stands on the bill by meter; without that row the amount is unknown.',
  },
  {
    catalogueId: 'aws-elasticache-cluster-idle',
    part: 'memcached, serverless caches',
    because:
      'Memcached counts hits under other names and tells neither its processor nor its memory; a serverless cache costs little while nobody calls and has other meters.',
  },
  {
    catalogueId: 'aws-s3-lifecycle-missing',
    part: 'the money of uploads that were never ended; Intelligent-Tiering',
    because:
      'Sizes of parts are told only per object, and names of objects are data, which is not read. A bucket in Intelligent-Tiering keeps little in the standard class, whose size is what is judged.',
  },
  {
    catalogueId: 'aws-nat-gateway-idle',
    part: 'traffic to S3 and DynamoDB without a gateway endpoint',
    because: 'Where bytes of a NAT gateway go is told by flow logs only, which are data of the customer.',
  },
  {
    catalogueId: 'aws-ebs-snapshot-stale',
    part: 'a price for what the bill does not know, by what really is stored',
    because: 'A snapshot shares blocks with its neighbours; what deleting one frees is told only by its own row on the bill. Its full size is an upper bound.',
  },
  {
    catalogueId: 'aws-rds-snapshot-orphan',
    part: 'snapshots of Aurora clusters',
    because: 'They belong to clusters, which are not listed here; only snapshots of instances are judged.',
  },
  {
    catalogueId: 'aws-load-balancer-idle',
    part: 'Classic and Gateway Load Balancers',
    because:
      'Classic ones speak an older version of the same operations, which no reader here asks; Gateway ones have no count of flows that means use by itself.',
  },
  {
    catalogueId: 'aws-compute-superseded-generation',
    part: 'an Arm twin of EC2 machines; Lambda; ECS',
    because:
      'Whether a program runs on Arm cannot be read from the cloud. For databases the provider answers for it, so they are judged; for machines, functions and tasks AWS’s own advice (resource-upgrade-advised) is passed on.',
  },
  {
    catalogueId: 'aws-dynamodb-overprovisioned',
    part: 'indexes and global tables',
    because: 'Indexes have capacity and metrics of their own; a global table’s writes come from other regions.',
  },
  {
    catalogueId: 'aws-lambda-waste',
    part: 'memory that is too large',
    because: 'Memory sets the processor too, and what a call uses of it stands in its log only. AWS’s own advice (resource-resize-advised) is passed on.',
  },
  {
    catalogueId: 'compute-optimizer',
    part: 'licences, the storage of databases',
    because:
      'Machines, volumes, functions, databases, services of ECS, scaling groups and what is idle of any kind are read as evidence. A licence is no resource that the bill knows; advice on the storage of a database is about its type and not about what is unused.',
  },
];
