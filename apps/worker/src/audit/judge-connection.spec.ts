import { describe, expect, it } from '@jest/globals';
import type { ConnectionValidation } from '@vitrine/cloud-readers';
import { judgeConnection } from './judge-connection.js';

const validation: ConnectionValidation = {
  estate: { cloud: 'aws', accounts: ['111122223333'], regions: ['eu-west-1'], tenantId: null },
  accountPinned: '111122223333',
  permissions: [],
  writeCapable: [],
};
const writing: ConnectionValidation = { ...validation, writeCapable: [{ action: 'ec2:DeleteVolume', source: 'everything' }] };
const unpinned = { accountPinned: null } as const;

describe('what a validation means for the connection', () => {
  it('a trust that could not be tried is degraded, and never passes for one that was found closed', () => {
    for (const kind of ['aws.web-identity', 'aws.role', 'azure.federated', 'gcp.wif'] as const) {
      expect(judgeConnection(kind, validation, { ...unpinned, trustPolicy: 'untestable' })).toEqual({ state: 'degraded', code: 'untestable' });
      expect(judgeConnection(kind, validation, { ...unpinned, trustPolicy: 'closed' })).toEqual({ state: 'valid', code: null });
      expect(judgeConnection(kind, validation, { ...unpinned, trustPolicy: 'open' })).toEqual({ state: 'rejected', code: 'trust-policy-open' });
    }
    expect(judgeConnection('aws.key', validation, { ...unpinned, trustPolicy: 'not-applicable' })).toEqual({ state: 'valid', code: null });
  });

  it('an untried trust excuses nothing that is worse: another account, a principal that writes', () => {
    const seen = { trustPolicy: 'untestable', accountPinned: null } as const;
    expect(judgeConnection('azure.federated', writing, seen)).toEqual({ state: 'rejected', code: 'write-capable' });
    expect(judgeConnection('azure.federated', validation, { ...seen, accountPinned: '999988887777' })).toEqual({ state: 'rejected', code: 'account-mismatch' });
  });

  it('a role that writes is narrowed by its session and warned about; where its trust was not tried, that is said first', () => {
    expect(judgeConnection('aws.web-identity', writing, { ...unpinned, trustPolicy: 'closed' })).toEqual({ state: 'valid', code: 'write-capable' });
    expect(judgeConnection('aws.web-identity', writing, { ...unpinned, trustPolicy: 'untestable' })).toEqual({ state: 'degraded', code: 'untestable' });
  });
});
