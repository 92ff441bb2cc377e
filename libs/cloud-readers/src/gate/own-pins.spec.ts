import { describe, expect, it } from '@jest/globals';
import { VitrineError } from '@vitrine/contracts';
import { operationNotDeclared } from '../operations/manifest.js';
import { blobVersion } from './export-pin.js';
import { exportTable, gateReason, subscription } from './fixtures/gate-reason.js';
import { isGateRefusal } from './gate.js';
import type { WireRequest } from './wire-request.js';

const none = 'the connection has no pin for billing data';
const blobExport = { storageAccount: 'companybills', container: 'bills', prefix: 'exports/daily/' };
const s3Export = { bucket: 'company-bills', region: 'eu-west-1', prefix: 'bills/acme/' };
const bigQuery = { jobProject: 'billing-project', table: exportTable, maximumBytesBilled: '1000' };

describe('each cloud’s bill is opened by its own pin', () => {
  const cost: WireRequest = {
    method: 'POST',
    url: `https://management.azure.com/subscriptions/${subscription}/providers/Microsoft.CostManagement/query?api-version=2023-11-01`,
    headers: { 'content-type': 'application/json' },
    body: '[]',
  };
  const costQuery = 'Microsoft.CostManagement/query/action';

  it('Azure’s by a scope, and by no table of Google’s', () => {
    // A body that is none tells that the pin was found: it is looked at behind it.
    expect(gateReason(costQuery, cost, { pins: { azureScopes: [`subscriptions/${subscription}`] } })).not.toBe(none);
    for (const pins of [{}, { azureScopes: [] }, { bigQuery }, { awsAccountId: '111122223333' }]) expect(gateReason(costQuery, cost, { pins })).toBe(none);
  });

  it('a blob by its container, and by no bucket of S3', () => {
    const wire: WireRequest = {
      method: 'GET',
      url: 'https://companybills.blob.core.windows.net/bills/exports/daily/x.csv',
      headers: { authorization: 'Bearer x', 'x-ms-version': blobVersion, range: 'bytes=0-9' },
      body: null,
    };
    expect(gateReason('azure.storage.GetBlob', wire, { pins: { blobExport } })).toBe('admitted');
    // Told before anything of the path: whoever has no pin learns nothing of what one would open.
    const elsewhere = { ...wire, url: 'https://companybills.blob.core.windows.net/bills' };
    for (const pins of [{}, { s3Export }]) expect(gateReason('azure.storage.GetBlob', elsewhere, { pins })).toBe(none);
    const object = { ...wire, url: 'https://s3.eu-west-1.amazonaws.com/company-bills', headers: {} };
    for (const pins of [{}, { blobExport }]) expect(gateReason('s3:GetObject', object, { pins })).toBe(none);
  });
});

describe('at an operator’s endpoint that serves several hosts', () => {
  // Attack: `/storage.googleapis.com` is as long as `/compute.googleapis.com`, so cutting off the length alone would let one host's path be sent to another.
  it('a path leads to the declared host, and not to another whose name is as long', () => {
    const endpoints = { gcp: 'http://127.0.0.1:2' };
    const wire = (host: string): WireRequest => ({
      method: 'GET',
      url: `http://127.0.0.1:2/${host}/compute/v1/projects/some-project/global/images`,
      headers: {},
      body: null,
    });
    expect(gateReason('compute.images.list', wire('compute.googleapis.com'), { endpoints })).toBe('admitted');
    expect(gateReason('compute.images.list', wire('storage.googleapis.com'), { endpoints })).toBe('path is not the declared one');
  });
});

describe('a refusal of the gate', () => {
  it('is told from every other error, since it is never retried and never taken for a provider’s answer', () => {
    expect(isGateRefusal(operationNotDeclared('x'))).toBe(true);
    expect(isGateRefusal(new VitrineError({ code: 'cloud-unreachable', status: 502, publicMessage: 'x' }))).toBe(false);
    expect(isGateRefusal(Object.assign(new Error('x'), { code: 'operation-not-declared' }))).toBe(false);
    expect(isGateRefusal('operation-not-declared')).toBe(false);
  });
});
