import { describe, expect, it } from '@jest/globals';
import { parseEstate } from '../estate/estate.js';
import { label } from '../estate/label.js';
import { gcpSpecEstate, PROJECT } from '../testing/gcp-cloud.js';

describe('the label of a Google Cloud estate', () => {
  it('states each fault once, with the exact saving, and none of the traps', () => {
    const labels = label(parseEstate(gcpSpecEstate('https://issuer.example')));
    const of = (fault: string): typeof labels => labels.filter((label) => label.fault === fault);
    expect(of('gcp-disk-unattached')).toHaveLength(621);
    // 0.3667 × 30.44
    expect(of('gcp-disk-unattached')[0]).toMatchObject({
      resourceId: `//compute.googleapis.com/projects/${PROJECT}/zones/europe-west1-b/disks/orphan-001`,
      monthlySaving: '11.162348',
    });
    expect(of('gcp-vm-idle').map((label) => label.monthlySaving)).toEqual(['49.093632', '49.093632']);
    // A stopped instance is billed for its disk alone, whatever its running cost was.
    expect(of('gcp-vm-stopped-resources').map((label) => label.monthlySaving)).toEqual(['6.088']);
    expect(of('gcp-snapshot-stale').map((label) => label.monthlySaving)).toEqual([null]);
    expect(of('gcp-image-idle')).toEqual([]);
    expect(labels.some((label) => label.resourceId.includes('claim'))).toBe(false);
  });
});
