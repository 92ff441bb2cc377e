import { describe, expect, it } from '@jest/globals';
import { operationById } from '../operations/manifest.js';
import type { Endpoints } from '../sessions/endpoints.js';
import { addressOf, matchAddress, operatorAddress } from './address.js';

const volumes = operationById('ec2:DescribeVolumes');
const disks = operationById('Microsoft.Compute/disks/read');
const images = operationById('compute.images.list');
const local: Endpoints = {
  aws: 'http://127.0.0.1:1',
  gcp: 'http://127.0.0.1:2',
  azureArm: 'http://127.0.0.1:3',
  azureAuthority: 'http://127.0.0.1:4',
  azureGraph: 'http://127.0.0.1:5',
  azureRetail: 'http://127.0.0.1:6',
  azureMetrics: 'http://127.0.0.1:7',
  azureBlob: 'http://127.0.0.1:8',
};
const blob = operationById('azure.storage.GetBlob');
const metrics = operationById('Microsoft.Insights/metrics/read');

describe('where an operation is sent', () => {
  it('is its own host over TLS, its region in it where it has one', () => {
    expect(addressOf(volumes, 'eu-central-1', {})).toEqual({ origin: 'https://ec2.eu-central-1.amazonaws.com', prefix: '' });
    expect(addressOf(disks, undefined, {})).toEqual({ origin: 'https://management.azure.com', prefix: '' });
    expect(operatorAddress(disks, {})).toBeNull();
  });

  it.each([undefined, '', 'x.evil.example/', 'eu-central-1.evil.example', 'xeu-central-1/', 'eu-central-1x', 'eu-central-1\n', '-eu-central-1'])(
    'is nowhere for the region %j, which would become part of a host name',
    (region) => {
      expect(() => addressOf(volumes, region, {})).toThrow(
        expect.objectContaining({ code: 'invalid-region', status: 500, publicMessage: 'A region name is not one.', internal: 'operation ec2:DescribeVolumes' }),
      );
    },
  );

  it('is nowhere for a region that was not named at all: `undefined` would pass for the name of one', () => {
    expect(() => addressOf(metrics, undefined, {})).toThrow(expect.objectContaining({ code: 'invalid-region' }));
    expect(addressOf(metrics, 'westeurope', {})).toEqual({ origin: 'https://westeurope.metrics.monitor.azure.com', prefix: '' });
  });

  it('is the host of a storage account, where the operation is one of files', () => {
    expect(addressOf(blob, undefined, {}, 'companybills')).toEqual({ origin: 'https://companybills.blob.core.windows.net', prefix: '' });
    // An account says nothing to any other operation: its region is still looked at, and still the host's.
    expect(addressOf(volumes, 'eu-central-1', {}, 'companybills').origin).toBe('https://ec2.eu-central-1.amazonaws.com');
    expect(() => addressOf(volumes, 'x.evil.example/', {}, 'companybills')).toThrow(expect.objectContaining({ code: 'invalid-region' }));
  });

  it.each([undefined, '', 'ab', 'evil.example/', 'evil.example#', 'Company', 'company-bills', 'x'.repeat(25), '.companybills', 'companybills\n'])(
    'is nowhere for the storage account %j, which would become part of a host name and be given the token',
    (account) => {
      const refused = {
        code: 'invalid-account',
        status: 500,
        publicMessage: 'A storage account name is not one.',
        internal: 'operation azure.storage.GetBlob',
      };
      expect(() => addressOf(blob, undefined, {}, account)).toThrow(expect.objectContaining(refused));
      // At an operator's endpoint it would be a segment of the path.
      expect(() => addressOf(blob, undefined, local, account)).toThrow(expect.objectContaining(refused));
    },
  );

  it('at an operator’s endpoint tells storage accounts apart by the first segment of the path', () => {
    expect(addressOf(blob, undefined, local, 'companybills')).toEqual({ origin: 'http://127.0.0.1:8', prefix: '/companybills' });
    expect(operatorAddress(blob, local)).toEqual({ origin: 'http://127.0.0.1:8', prefix: '/' });
    expect(operatorAddress(blob, { azureMetrics: 'http://127.0.0.1:7' }, 'companybills')).toBeNull();
    expect(matchAddress(blob, 'http://127.0.0.1:8', local, 'companybills')).toEqual({ prefix: '/companybills', region: null });
    expect(matchAddress(blob, 'https://companybills.blob.core.windows.net', local, 'companybills')).toBeNull();
  });

  it('is the operator’s endpoint of that very service, where one is set; Google’s hosts share one and keep their names as a prefix', () => {
    const origins = [
      ['ec2:DescribeVolumes', 'http://127.0.0.1:1', ''],
      ['compute.images.list', 'http://127.0.0.1:2', '/compute.googleapis.com'],
      ['Microsoft.Compute/disks/read', 'http://127.0.0.1:3', ''],
      ['entra/token', 'http://127.0.0.1:4', ''],
      ['prices.azure.com/retail/prices', 'http://127.0.0.1:6', ''],
      ['Microsoft.Insights/metrics/read', 'http://127.0.0.1:7', ''],
    ] as const;
    for (const [id, origin, prefix] of origins) expect([id, addressOf(operationById(id), undefined, local)]).toEqual([id, { origin, prefix }]);
    const graph = { ...disks, wire: { ...disks.wire, host: 'graph.microsoft.com' } };
    expect(operatorAddress(graph, local)).toEqual({ origin: 'http://127.0.0.1:5', prefix: '' });
  });

  it('is recognized by its whole origin, and gives the region that it names', () => {
    expect(matchAddress(volumes, 'https://ec2.eu-central-1.amazonaws.com', {})).toEqual({ prefix: '', region: 'eu-central-1' });
    expect(matchAddress(disks, 'https://management.azure.com', {})).toEqual({ prefix: '', region: null });
    expect(matchAddress(blob, 'https://companybills.blob.core.windows.net', {})).toEqual({ prefix: '', region: 'companybills' });
    expect(matchAddress(blob, 'https://company.bills.blob.core.windows.net', {})).toBeNull();
    const foreign = [
      'http://ec2.eu-central-1.amazonaws.com',
      // Eight characters that are no scheme of ours are not simply cut off.
      'httpx://ec2.eu-central-1.amazonaws.com',
      'https://ec2.eu-central-1.amazonaws.com:444',
      'https://xec2.eu-central-1.amazonaws.com',
      'https://ec2-eu-central-1.amazonaws.com',
      'https://ec2.eu-central-1.amazonaws.com.evil.example',
    ];
    for (const origin of foreign) expect(matchAddress(volumes, origin, {})).toBeNull();
    expect(matchAddress(disks, 'httpx://management.azure.com', {})).toBeNull();
    expect(matchAddress(disks, 'ftp:////management.azure.com', {})).toBeNull();
  });

  it('with an operator’s endpoint set is that origin alone, and no longer the public one', () => {
    expect(matchAddress(images, 'http://127.0.0.1:2', local)).toEqual({ prefix: '/compute.googleapis.com', region: null });
    expect(matchAddress(images, 'http://127.0.0.1:1', local)).toBeNull();
    expect(matchAddress(images, 'https://compute.googleapis.com', local)).toBeNull();
  });
});
