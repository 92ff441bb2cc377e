import type { GcpContainerCluster, GcpContainerServerConfig } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { gkeCluster } from './cluster-fixture.js';

const here: readonly GcpContainerServerConfig[] = [{ location: 'europe-west1', oldestStandardMinor: 30 }];
const extended = (version: string | null): GcpContainerCluster => gkeCluster({ channel: 'EXTENDED', currentMasterVersion: version });

export const gcpContainerClusterExtendedSupportFixture: RuleFixture<GcpContainerCluster> = {
  fail: [
    {
      title: 'older than all that Regular and Stable offer',
      item: extended('1.28.5-gke.100'),
      lookups: { configs: here },
      facts: { minor: 28, oldestStandardMinor: 30 },
    },
  ],
  pass: [
    { title: 'in the Extended channel, and still in standard support', item: extended('1.31.2-gke.100'), lookups: { configs: here } },
    { title: 'the oldest that is in standard support', item: extended('1.30.1-gke.100'), lookups: { configs: here } },
  ],
  notApplicable: [
    { title: 'another channel', item: gkeCluster({ channel: 'REGULAR', currentMasterVersion: '1.28.5-gke.100' }), because: /channel/ },
    { title: 'no channel', item: gkeCluster({ channel: null, currentMasterVersion: '1.28.5-gke.100' }), because: /channel/ },
  ],
  undetermined: [
    { title: 'what the place offers is not known', item: extended('1.28.5-gke.100'), reason: 'unavailable' },
    { title: 'a version of another form', item: extended(null), lookups: { configs: here }, reason: 'unparsable' },
  ],
};
