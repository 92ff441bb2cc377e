import { gcpComputeDisksReader, type GcpComputeImage, gcpComputeImagesReader, gcpComputeInstanceTemplatesReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule, lookup, type Verdict } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { imagePriceKeys } from '../price-keys.js';
import { resourcePath } from '../resource-path.js';

export const gcpComputeImageIdleRule = defineRule<GcpComputeImage>({
  id: 'gcp.compute.image-idle',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'Custom image that no disk and no template uses',
  why: 'A custom image is billed for its stored size every month, also when nothing is made from it any more.',
  verify: 'gcloud compute images describe {resourceId} --format "yaml(creationTimestamp,family,archiveSizeBytes,status)"',
  remedy: {
    steps: ['Check that no pipeline outside this project makes machines from it.', 'Deprecate the image, wait, then delete it.'],
    rollback: 'Make the image again from its source, where that is kept.',
  },
  severity: 'low',
  effort: 'VeryLow',
  actionGroup: 'terminate',
  needs: { item: gcpComputeImagesReader },
  lookups: {
    disks: lookup({
      reader: gcpComputeDisksReader,
      keys: (disk) => (disk.sourceImage === null ? [] : [{ key: resourcePath(disk.sourceImage) }]),
      ask: (image: GcpComputeImage) => [resourcePath(image.selfLink)],
    }),
    templates: lookup({
      reader: gcpComputeInstanceTemplatesReader,
      keys: (template) => template.sourceImages.map((link) => ({ key: resourcePath(link) })),
      ask: (image: GcpComputeImage) => [resourcePath(image.selfLink)],
    }),
  },
  metrics: {},
  defaults: { graceDays: 15 },
  evaluate({ item, identity, lookups, at, settings }): Verdict {
    if (item.status !== 'READY') return { verdict: 'not_applicable', because: `status is ${item.status}` };
    if (item.family !== null) return { verdict: 'not_applicable', because: `in image family ${item.family}: machines are made by the family’s name` };
    const ageDays = daysSince(item.creationTimestamp, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { creationTimestamp: item.creationTimestamp } };
    const graceDays = setting(settings, 'graceDays');
    if (ageDays < graceDays) return { verdict: 'pass' };
    const path = resourcePath(item.selfLink);
    if (lookups['disks']?.has(path) === true || lookups['templates']?.has(path) === true) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: {
        creationTimestamp: item.creationTimestamp,
        ageDays,
        graceDays,
        archiveSizeBytes: item.archiveSizeBytes,
        usedByDisk: false,
        usedByTemplate: false,
      },
      window: windowSince(item.creationTimestamp, at),
      formula: formula(`age ≥ ${String(graceDays)} days, source of no disk, in no instance template, in no family`),
      assumptions: ['Use from other projects and disks that were made from it and deleted since are not seen.'],
      cost: { kind: 'whole', list: imagePriceKeys(item.archiveSizeBytes, item.storageLocations[0] ?? identity.region ?? '') },
    };
  },
});
