import { describe, expect, it } from '@jest/globals';
import { parseEstate } from '../estate/estate.js';
import { label } from '../estate/label.js';
import { azureSpecEstate } from '../testing/azure-cloud.js';

describe('the label of an Azure estate', () => {
  it('states each fault once, with the exact saving, and none of the traps', () => {
    const labels = label(parseEstate(azureSpecEstate('https://issuer.example')));
    const of = (fault: string): typeof labels => labels.filter((label) => label.fault === fault);
    expect(of('azure-disk-unattached')).toHaveLength(1201);
    // 0.6521 × 30.44
    expect(of('azure-disk-unattached')[0]?.monthlySaving).toBe('19.849924');
    // No bill line: unknown, which is not zero.
    expect(of('azure-disk-unattached').at(-1)).toMatchObject({ resourceId: expect.stringContaining('elsewhere-001'), monthlySaving: null });
    expect(of('azure-vm-idle').map((label) => label.resourceId.split('/').at(-1))).toEqual(['lazy-001', 'lazy-002']);
    expect(labels.some((label) => label.resourceId.includes('claim-'))).toBe(false);
  });
});
