import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { isoSeconds } from '../inventory/aws-clock.js';
import { zoneOf } from '../inventory/group-member.js';
import type { SimLoadBalancer } from '../inventory/load-balancer-inventory.js';
import { pageOf } from '../paging.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { members, type XmlTree } from '../wire/xml-document.js';
import { ofRegion } from '../inventory/of-region.js';

/** The API version of Classic Load Balancers, which share endpoint, signing name and operation names. */
const CLASSIC = '2012-06-01';

type WithTargets = SimLoadBalancer & { readonly targetGroup: NonNullable<SimLoadBalancer['targetGroup']> };

const hasTargets = (balancer: SimLoadBalancer): balancer is WithTargets => balancer.targetGroup !== null;

const balancersIn = (call: AwsCall): readonly SimLoadBalancer[] => ofRegion(call.world.inventory.loadBalancers, call.region);

function elbPage<Item>(call: AwsCall, operation: string, all: readonly Item[]): { items: readonly Item[]; NextMarker: string | null } {
  const asked = Number(call.query.get('PageSize') ?? '400');
  if (!Number.isInteger(asked) || asked < 1 || asked > 400)
    throw new AwsError('ValidationError', "1 validation error detected: Value at 'pageSize' failed to satisfy constraint");
  const page = pageOf(operation, all, call.query.get('Marker'), asked, 'ValidationError');
  return { items: page.items, NextMarker: page.nextToken };
}

function byArns<Item>(all: readonly Item[], arns: readonly string[], arnOf: (item: Item) => string, code: string): readonly Item[] {
  if (arns.length === 0) return all;
  return arns.map((arn) => {
    const found = all.find((item) => arnOf(item) === arn);
    if (found === undefined) throw new AwsError(code, `One or more resources not found: ${arn}`);
    return found;
  });
}

function describeLoadBalancers(call: AwsCall): AwsAnswer {
  if (call.query.get('Version') === CLASSIC) return { kind: 'xml', members: { LoadBalancerDescriptions: members([]) } };
  const all = byArns(balancersIn(call), call.query.list('LoadBalancerArns'), (balancer) => balancer.arn, 'LoadBalancerNotFound');
  const page = elbPage(call, 'DescribeLoadBalancers', all);
  const trees = page.items.map((balancer) => ({
    LoadBalancerArn: balancer.arn,
    LoadBalancerName: balancer.name,
    DNSName: `${balancer.name}.${balancer.region}.elb.amazonaws.com`,
    CanonicalHostedZoneId: 'Z32O12XQLNTSW2',
    CreatedTime: isoSeconds(call.world.clock.daysAgo(balancer.ageDays)),
    Scheme: 'internet-facing',
    VpcId: 'vpc-0c1ea5edbca5e0001',
    State: { Code: 'active' },
    Type: balancer.group.type,
    AvailabilityZones: members([0, 1].map((index) => ({ ZoneName: zoneOf(balancer.region, index), SubnetId: 'subnet-0c1ea5edbca5e0001' }))),
    SecurityGroups: members([]),
    IpAddressType: 'ipv4',
  }));
  return { kind: 'xml', members: { LoadBalancers: members(trees), NextMarker: page.NextMarker } };
}

function describeTargetGroups(call: AwsCall): AwsAnswer {
  const ofBalancer = call.query.get('LoadBalancerArn');
  const known = balancersIn(call)
    .filter(hasTargets)
    .filter((balancer) => ofBalancer === undefined || balancer.arn === ofBalancer);
  const all = byArns(known, call.query.list('TargetGroupArns'), ({ targetGroup }) => targetGroup.arn, 'TargetGroupNotFound');
  const page = elbPage(call, 'DescribeTargetGroups', all);
  const trees = page.items.map(({ arn, targetGroup, group }) => ({
    TargetGroupArn: targetGroup.arn,
    TargetGroupName: targetGroup.name,
    Protocol: group.type === 'application' ? 'HTTP' : 'TCP',
    Port: 80,
    VpcId: 'vpc-0c1ea5edbca5e0001',
    HealthCheckProtocol: 'HTTP',
    HealthCheckPort: 'traffic-port',
    HealthCheckEnabled: true,
    HealthCheckIntervalSeconds: 30,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
    HealthCheckPath: '/',
    Matcher: { HttpCode: '200' },
    LoadBalancerArns: members([arn]),
    TargetType: 'instance',
  }));
  return { kind: 'xml', members: { TargetGroups: members(trees), NextMarker: page.NextMarker } };
}

function describeTargetHealth(call: AwsCall): AwsAnswer {
  const arn = call.query.get('TargetGroupArn');
  const balancer = balancersIn(call)
    .filter(hasTargets)
    .find(({ targetGroup }) => targetGroup.arn === arn);
  if (balancer === undefined) throw new AwsError('TargetGroupNotFound', 'One or more target groups not found');
  const descriptions = balancer.targetGroup.targets.map(({ id, healthy }): XmlTree => ({
    Target: { Id: id, Port: 80 },
    HealthCheckPort: '80',
    TargetHealth: healthy ? { State: 'healthy' } : { State: 'unhealthy', Reason: 'Target.Timeout', Description: 'Request timed out' },
  }));
  return { kind: 'xml', members: { TargetHealthDescriptions: members(descriptions) } };
}

function describeListeners(call: AwsCall): AwsAnswer {
  const wanted = call.query.get('LoadBalancerArn');
  const balancer = balancersIn(call).find(({ arn }) => arn === wanted);
  if (balancer === undefined) throw new AwsError('LoadBalancerNotFound', 'One or more load balancers not found');
  const action =
    balancer.targetGroup === null
      ? { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', Host: '#{host}', Path: '/#{path}', Query: '#{query}', StatusCode: 'HTTP_301' } }
      : { Type: 'forward', TargetGroupArn: balancer.targetGroup.arn };
  const listener = {
    ListenerArn: `${balancer.arn.replace(':loadbalancer/', ':listener/')}/0123456789abcdef`,
    LoadBalancerArn: balancer.arn,
    Port: 80,
    Protocol: balancer.group.type === 'application' ? 'HTTP' : 'TCP',
    DefaultActions: members([action]),
  };
  return { kind: 'xml', members: { Listeners: members([listener]) } };
}

function describeTags(call: AwsCall): AwsAnswer {
  const descriptions = call.query.list('ResourceArns').map((arn) => {
    const tags = balancersIn(call).find((balancer) => balancer.arn === arn)?.group.tags ?? {};
    return { ResourceArn: arn, Tags: members(Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))) };
  });
  return { kind: 'xml', members: { TagDescriptions: members(descriptions) } };
}

const read = (name: string, run: (call: AwsCall) => AwsAnswer): AwsOperation => ({
  service: 'elasticloadbalancing',
  name,
  permission: `elasticloadbalancing:${name}`,
  access: 'read',
  run,
});

export const ELB_OPERATIONS: readonly AwsOperation[] = [
  read('DescribeLoadBalancers', describeLoadBalancers),
  read('DescribeTargetGroups', describeTargetGroups),
  read('DescribeTargetHealth', describeTargetHealth),
  read('DescribeListeners', describeListeners),
  read('DescribeTags', describeTags),
  {
    service: 'elasticloadbalancing',
    name: 'DeleteLoadBalancer',
    permission: 'elasticloadbalancing:DeleteLoadBalancer',
    access: 'write',
    run: () => ({ kind: 'xml', members: {} }),
  },
];
