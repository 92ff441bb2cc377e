import { describe, expect, it } from '@jest/globals';
import { gateReason, subscription } from './fixtures/gate-reason.js';
import type { WireRequest } from './wire-request.js';

describe('why a REST call is stopped', () => {
  const id = 'Microsoft.Authorization/roleAssignments/read';
  const url = `https://management.azure.com/subscriptions/${subscription}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`;
  const list: WireRequest = { method: 'GET', url, headers: { authorization: 'Bearer t' }, body: null };

  it('another verb, path, version or query, a parameter given twice, or a body where none belongs', () => {
    expect(gateReason(id, list)).toBe('admitted');
    expect(gateReason(id, { ...list, url: `${url}&$filter=atScope()` })).toBe('admitted');
    expect(gateReason(id, { ...list, method: 'PUT' })).toBe('method is not the declared one');
    expect(gateReason(id, { ...list, url: url.replace('roleAssignments', 'roleDefinitions') })).toBe('path is not the declared one');
    expect(gateReason(id, { ...list, url: `${url}&api-version=2022-04-01` })).toBe('a query parameter is given twice');
    expect(gateReason(id, { ...list, url: url.replace('2022', '2021') })).toBe('api-version is not the declared one');
    expect(gateReason(id, { ...list, url: url.replace(/\?.*/, '') })).toBe('api-version is not the declared one');
    expect(gateReason(id, { ...list, url: `${url}&$expand=all` })).toBe('a query parameter is not declared');
    expect(gateReason(id, { ...list, body: '' })).toBe('a GET carries no body');
  });

  it('a version where the operation has none, or a query where none is declared', () => {
    const token = {
      method: 'POST',
      url: 'https://oauth2.googleapis.com/token',
      headers: {},
      body: 'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer',
    };
    expect(gateReason('oauth2.googleapis.com/token', token)).toBe('admitted');
    expect(gateReason('oauth2.googleapis.com/token', { ...token, url: `${token.url}?api-version=1` })).toBe('api-version is not the declared one');
    expect(gateReason('oauth2.googleapis.com/token', { ...token, url: `${token.url}?alt=json` })).toBe('a query parameter is not declared');
    expect(gateReason('oauth2.googleapis.com/token', { ...token, body: null })).toBe('no declared body');
  });

  it('a POST for which no body is declared, so that a new operation is closed until somebody says what it may hold', () => {
    const unknown = {
      id: 'x.y',
      cloud: 'gcp',
      list: 'inventory',
      permission: 'x',
      why: 'x',
      wire: { protocol: 'rest', method: 'POST', host: 'x.googleapis.com', path: '/v1/x' },
    } as const;
    expect(gateReason('x.y', { method: 'POST', url: 'https://x.googleapis.com/v1/x', headers: {}, body: '{}' }, { operations: [unknown] })).toBe(
      'no declared body',
    );
  });

  it('a bill of a connection that names none', () => {
    const cost = `https://management.azure.com/subscriptions/${subscription}/providers/Microsoft.CostManagement/query?api-version=2023-11-01`;
    const wire = { method: 'POST', url: cost, headers: {}, body: '{}' };
    const unpinned = 'the connection has no pin for billing data';
    expect(gateReason('Microsoft.CostManagement/query/action', wire, { pins: {} })).toBe(unpinned);
    expect(gateReason('Microsoft.CostManagement/query/action', wire, { pins: { azureScopes: [] } })).toBe(unpinned);
    expect(gateReason('Microsoft.CostManagement/query/action', wire)).toBe('body is not a cost query of ours');
    const query = { method: 'POST', url: 'https://bigquery.googleapis.com/bigquery/v2/projects/billing-project/queries', headers: {}, body: '{}' };
    expect(gateReason('bigquery.jobs.query', query, { pins: {} })).toBe(unpinned);
    expect(gateReason('bigquery.jobs.query', query)).toBe('body is not a query of ours');
  });
});
