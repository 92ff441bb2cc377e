import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { manifest, operationById, operationsOf, permissionsOf } from './manifest.js';
import { noGrantNeeded } from './operation.js';

const folder = join(process.env['VITRINE_SHARED'] ?? join(process.cwd(), '..', 'shared'), 'access-levels');
const shared = existsSync(folder);
if (!shared) process.stderr.write("SKIPPED: operations against the providers' access levels (no VITRINE_SHARED)\n");
const withData = shared ? describe : describe.skip;
const read = <T>(name: string, schema: z.ZodType<T>): T => schema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));

const lists = z.record(z.string(), z.array(z.string()));

describe('the closed lists', () => {
  it('name every operation once', () => {
    expect(new Set(manifest.map(({ id }) => id)).size).toBe(manifest.length);
  });

  it('refuse what they do not hold', () => {
    expect(() => operationById('ec2:TerminateInstances')).toThrow('operation-not-declared');
    expect(() => operationById('Microsoft.Compute/virtualMachines/delete')).toThrow('operation-not-declared');
  });

  it('pin every operation that reads a bill to one bucket, dataset or scope', () => {
    const billing = manifest.filter(({ list }) => list === 'billing');
    expect(billing.length).toBeGreaterThan(0);
    expect(billing.filter(({ pinnedTo }) => pinnedTo === undefined)).toEqual([]);
    expect(manifest.filter(({ list, pinnedTo }) => list !== 'billing' && pinnedTo !== undefined)).toEqual([]);
  });

  it('say why each is needed, since the customer reads it', () => {
    expect(manifest.filter(({ why }) => why.length < 20)).toEqual([]);
  });

  it('ask a customer for no sign-in right and for nothing that needs no grant', () => {
    const asked = permissionsOf(manifest);
    expect(asked).not.toContain(noGrantNeeded);
    expect(asked).not.toContain('sts:AssumeRole');
    expect(asked).toEqual([...asked].sort());
  });
});

withData("the closed lists against the providers' own access levels", () => {
  it('hold only AWS actions that are Read or List after corrections and reveal neither secrets nor data (T24)', () => {
    const levels = new Map<string, string>();
    const services = read('aws-access-levels.json', z.record(z.string(), lists));
    for (const [service, byLevel] of Object.entries(services)) {
      for (const [level, actions] of Object.entries(byLevel)) for (const action of actions) levels.set(`${service}:${action}`, level);
    }
    for (const [action, level] of Object.entries(read('aws-access-level-overrides.json', z.record(z.string(), z.string())))) levels.set(action, level);
    const sensitive = read('aws-sensitive-actions.json', lists);
    const revealing = new Set([...(sensitive['CredentialExposure'] ?? []), ...(sensitive['DataAccess'] ?? [])]);
    const judged = operationsOf('aws').filter(({ list }) => list !== 'sign-in');
    expect(judged.filter(({ permission }) => !['Read', 'List'].includes(levels.get(permission) ?? 'unknown')).map(({ id }) => id)).toEqual([]);
    // Files are customer data; those of a cost export are read, of one folder that the connection names.
    expect(judged.filter(({ permission, pinnedTo }) => revealing.has(permission) && pinnedTo !== 'bucket').map(({ id }) => id)).toEqual([]);
  });

  it('hold only Azure operations that end in /read, or are on this short list with its reasons', () => {
    const named = {
      'Microsoft.CostManagement/query/action': 'an action by name that runs a cost query and changes nothing',
      'User.ReadBasic.All': 'a Microsoft Graph permission: lists users',
      'Application.Read.All': 'a Microsoft Graph permission: lists service principals',
      'GroupMember.Read.All': 'a Microsoft Graph permission: lists groups',
      [noGrantNeeded]: 'public price list and sign-in',
    };
    const unusual = operationsOf('azure').filter(({ permission }) => !permission.endsWith('/read') && !(permission in named));
    expect(unusual.map(({ id }) => id)).toEqual([]);
    const known = new Set(Object.keys(read('azure-operations.json', lists)).map((name) => name.toLowerCase()));
    // Plain reads that the data set does not list: it says of itself that it is not complete.
    const missing = ['microsoft.resources/subscriptions/read', 'microsoft.web/serverfarms/read', 'microsoft.insights/metrics/read'];
    // A right on data, which the list of management operations does not hold.
    const onData = 'microsoft.storage/storageaccounts/blobservices/containers/blobs/read';
    const unknown = operationsOf('azure').filter(
      ({ permission }) => permission.startsWith('Microsoft.') && ![...known, onData].includes(permission.toLowerCase()),
    );
    expect(unknown.map(({ permission }) => permission.toLowerCase()).filter((permission) => !missing.includes(permission))).toEqual([]);
  });

  it('hold only Google methods whose permissions Google itself calls read-only', () => {
    const methods = read('gcp-method-permissions.json', lists);
    const roles = read('gcp-roles.json', z.record(z.string(), z.looseObject({ includedPermissions: z.array(z.string()) })));
    const readOnly = new Set(['roles/viewer', 'roles/iam.securityReviewer', 'roles/billing.viewer'].flatMap((role) => roles[role]?.includedPermissions ?? []));
    const billing = new Set(['bigquery.jobs.create', 'bigquery.tables.getData']);
    const judged = operationsOf('gcp').filter(({ list, permission }) => list !== 'sign-in' && permission !== noGrantNeeded);
    for (const { id, permission } of judged) {
      expect([id, readOnly.has(permission) || billing.has(permission)]).toEqual([id, true]);
      const documented = methods[id];
      if (documented !== undefined && documented.length > 0) expect([id, documented.includes(permission)]).toEqual([id, true]);
    }
  });
});
