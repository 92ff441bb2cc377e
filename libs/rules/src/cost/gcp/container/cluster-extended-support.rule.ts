import { z } from 'zod';
import { type GcpContainerCluster, gcpContainerClustersReader, gcpContainerServerConfigsReader } from '@vitrine/cloud-readers';
import { defineRule, lookup, type Verdict } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';

/** `1.28.5-gke.100` → 28. */
function minorOf(version: string | null): number | null {
  const found = /^1\.(\d{1,3})\./.exec(version ?? '')?.[1];
  return found === undefined ? null : Number(found);
}

export const gcpContainerClusterExtendedSupportRule = defineRule<GcpContainerCluster>({
  id: 'gcp.container.cluster-extended-support',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'GKE cluster of a version that only extended support keeps',
  why: 'In the Extended channel Google bills a version beyond its standard support at several times the management fee.',
  verify: 'gcloud container clusters describe {name} --location {region} --project {accountId} --format "yaml(currentMasterVersion,releaseChannel)"',
  remedy: {
    steps: ['Look for removed interfaces that the workloads still use.', 'Upgrade the control plane, then the node pools, one minor version after the other.'],
    rollback: 'None for the control plane: make a cluster of the old version and move the workloads back.',
  },
  severity: 'high',
  effort: 'High',
  actionGroup: 'modernise',
  needs: { item: gcpContainerClustersReader },
  lookups: {
    configs: lookup({
      reader: gcpContainerServerConfigsReader,
      keys: (config) => (config.oldestStandardMinor === null ? [] : [{ key: config.location, value: config.oldestStandardMinor }]),
      ask: (cluster: GcpContainerCluster) => (cluster.channel === 'EXTENDED' ? [cluster.location] : []),
    }),
  },
  metrics: {},
  defaults: {},
  evaluate({ item, lookups }): Verdict {
    if (item.channel !== 'EXTENDED') return { verdict: 'not_applicable', because: 'not in the Extended channel: Google upgrades it in time' };
    const minor = minorOf(item.currentMasterVersion);
    if (minor === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { currentMasterVersion: item.currentMasterVersion } };
    const oldest = z.number().safeParse(lookups['configs']?.get(item.location));
    if (!oldest.success)
      return { verdict: 'undetermined', reason: 'unavailable', facts: { location: item.location, missing: 'the versions in standard support' } };
    if (minor >= oldest.data) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { currentMasterVersion: item.currentMasterVersion, minor, oldestStandardMinor: oldest.data, channel: item.channel },
      window: null,
      formula: formula(
        'channel = EXTENDED and the version is older than every version that the channels Regular and Stable offer; only bill lines that name extended support are counted',
      ),
      assumptions: ['What the channels Regular and Stable offer at a place stands for standard support there.'],
      cost: { kind: 'meters', meters: ['Extended'], list: [] },
    };
  },
});
