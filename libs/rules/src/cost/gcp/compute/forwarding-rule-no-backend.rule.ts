import { z } from 'zod';
import {
  gcpComputeBackendServicesReader,
  type GcpComputeForwardingRule,
  gcpComputeForwardingRulesReader,
  gcpComputeTargetPoolsReader,
} from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule, lookup, type LookupAnswer, type Verdict } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { resourcePath } from '../resource-path.js';

/** What stands behind a rule of this project, or why that is not judged here. */
type Behind = { readonly kind: 'services' | 'pools'; readonly path: string } | { readonly kind: 'elsewhere'; readonly because: string };

function behind(rule: GcpComputeForwardingRule): Behind {
  const link = rule.backendService ?? rule.target;
  if (link === null) return { kind: 'elsewhere', because: 'it names no target' };
  const path = resourcePath(link);
  const [, project, ...rest] = path.split('/');
  if (!resourcePath(rule.selfLink).startsWith(`projects/${project ?? ''}/`)) return { kind: 'elsewhere', because: 'its target is in another project' };
  const collection = rest.at(-2) ?? '';
  if (collection === 'backendservices') return { kind: 'services', path };
  if (collection === 'targetpools') return { kind: 'pools', path };
  if (collection === 'targetvpngateways') return { kind: 'elsewhere', because: 'part of a VPN gateway: judged by gcp.compute.vpn-gateway-no-tunnel' };
  return { kind: 'elsewhere', because: 'a proxy routes it: what stands behind a URL map is not followed' };
}

const pathsOf =
  (kind: 'services' | 'pools') =>
  (rule: GcpComputeForwardingRule): readonly string[] => {
    const found = behind(rule);
    return found.kind === kind ? [found.path] : [];
  };

/** How many backends the look-up knows; null where the thing that the rule names is not there. */
function backendsOf(answer: LookupAnswer | undefined, path: string): number | null {
  const count = z.number().safeParse(answer?.get(path));
  return count.success ? count.data : null;
}

export const gcpComputeForwardingRuleNoBackendRule = defineRule<GcpComputeForwardingRule>({
  id: 'gcp.compute.forwarding-rule-no-backend',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'Load balancer whose forwarding rule leads to nothing',
  why: 'A forwarding rule is billed by the hour, also when the service or pool behind it holds no machine.',
  verify: 'gcloud compute forwarding-rules describe {resourceId} --format "yaml(target,backendService,loadBalancingScheme,creationTimestamp)"',
  remedy: {
    steps: ['Check that no deployment is about to fill the backend.', 'Delete the forwarding rule, then its backend service or target pool.'],
    rollback: 'Create the forwarding rule again; keep its reserved address if the number matters.',
  },
  severity: 'low',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: gcpComputeForwardingRulesReader },
  lookups: {
    services: lookup({
      reader: gcpComputeBackendServicesReader,
      keys: (service) => [{ key: resourcePath(service.selfLink), value: service.backends }],
      ask: pathsOf('services'),
    }),
    pools: lookup({
      reader: gcpComputeTargetPoolsReader,
      keys: (pool) => [{ key: resourcePath(pool.selfLink), value: pool.instances }],
      ask: pathsOf('pools'),
    }),
  },
  metrics: {},
  defaults: { graceDays: 14 },
  evaluate({ item, lookups, at, settings }): Verdict {
    if (item.privateServiceConnect) return { verdict: 'not_applicable', because: 'a Private Service Connect endpoint: it has no backends' };
    if (item.description?.includes('kubernetes.io/') === true) return { verdict: 'not_applicable', because: 'owned by Kubernetes (service of a cluster)' };
    const found = behind(item);
    if (found.kind === 'elsewhere') return { verdict: 'not_applicable', because: found.because };
    const ageDays = daysSince(item.creationTimestamp, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { creationTimestamp: item.creationTimestamp } };
    const graceDays = setting(settings, 'graceDays');
    if (ageDays < graceDays) return { verdict: 'pass' };
    const backends = backendsOf(lookups[found.kind], found.path);
    if (backends === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { target: found.path } };
    if (backends > 0) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { target: found.path, backends, loadBalancingScheme: item.loadBalancingScheme, address: item.address, ageDays, graceDays },
      window: windowSince(item.creationTimestamp, at),
      formula: formula(`backends of the service or pool = 0, age ≥ ${String(graceDays)} days`),
      assumptions: ['Google bills the first five forwarding rules of a region together: deleting one of them may free less.'],
      cost: { kind: 'whole', list: [] },
    };
  },
});
