import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startCloudSim, type CloudSim } from '@vitrine/cloud-sim';
import { azureAuthorizationRoleAssignmentsReader } from '../azure/authorization/role-assignments.reader.js';
import { azureComputeDisksReader } from '../azure/compute/disks.reader.js';
import { azureComputeVirtualMachinesReader } from '../azure/compute/virtual-machines.reader.js';
import { azureGraphUsersReader } from '../azure/graph/users.reader.js';
import type { Reader } from '../engine/define-reader.js';
import { readPages, type ReadPage } from '../engine/read-pages.js';
import type { Scope } from '../engine/scope.js';
import { silentObserver } from '../gate/call-observer.js';
import { azureOperations } from '../operations/azure.operations.js';
import { parseCredential, type Credential } from './credential.js';
import { openSession } from './open-session.js';
import type { OpenSession, OpenSessionOptions } from './session-options.js';

const tenantId = '0fde5b2d-0000-4000-8000-000000000001';
const clientId = '0fde5b2d-0000-4000-8000-0000000000c1';
const narrowClientId = '0fde5b2d-0000-4000-8000-0000000000c2';
const subscriptionId = '0fde5b2d-0000-4000-8000-0000000000a1';
const clientSecret = 'a-client-secret-of-the-estate';
const readable = azureOperations.filter(({ list }) => list === 'inventory').map(({ id }) => id);

describe('an Azure session', () => {
  let sim: CloudSim;
  const signal = new AbortController().signal;
  const scope: Scope = { cloud: 'azure', accountId: subscriptionId, region: null };

  beforeAll(async () => {
    sim = await startCloudSim({
      estate: {
        azure: {
          cloudTenantId: tenantId,
          applications: [
            { clientId, objectId: '0fde5b2d-0000-4000-8000-0000000000d1', clientSecret },
            { clientId: narrowClientId, objectId: '0fde5b2d-0000-4000-8000-0000000000d2', clientSecret, roles: ['OnlyMachines'], graphPermissions: [] },
          ],
          customRoles: [{ roleName: 'OnlyMachines', actions: ['Microsoft.Compute/virtualMachines/read', 'Microsoft.Authorization/permissions/read'] }],
          subscriptions: [
            {
              subscriptionId,
              resources: [
                { kind: 'disk', name: 'left', count: 7, condition: 'unattached' },
                { kind: 'virtualMachine', name: 'vm', count: 3, condition: 'idle' },
                { kind: 'roleAssignment', name: 'leaver', count: 2, condition: 'orphaned' },
              ],
            },
          ],
        },
      },
    });
  });
  afterAll(() => sim.stop());
  beforeEach(() => {
    sim.log.clear();
    sim.behaviour.denied.clear();
  });

  function options(more: Partial<OpenSessionOptions> = {}): OpenSessionOptions {
    const { azure, azureAuthority, azureGraph, azureMetrics, azurePrices } = sim.endpoints;
    return {
      baseIdentities: {},
      endpoints: { azureArm: azure, azureAuthority, azureGraph, azureMetrics, azureRetail: azurePrices, extraCa: sim.caCertificatePem },
      operations: readable,
      clock: () => new Date(),
      observer: silentObserver,
      signal,
      ...more,
    };
  }
  const secret = (id = clientId): Credential => parseCredential('azure.secret', { tenantId, clientId: id, clientSecret });
  async function read<Item>(session: OpenSession, reader: Reader<Item>, of: Scope, pageSize?: number): Promise<ReadPage<Item>[]> {
    const pages: ReadPage<Item>[] = [];
    for await (const page of readPages(reader, of, session, { pageToken: null, signal, ...(pageSize === undefined ? {} : { pageSize }) })) pages.push(page);
    return pages;
  }

  it('signs in by client secret and reads Resource Graph in pages, ARM lists and the directory', async () => {
    const session = await openSession(secret(), options());
    const disks = await read(session, azureComputeDisksReader, scope, 2);
    const left = disks.flatMap((page) => (page.outcome === 'read' ? page.items : [])).filter(({ name }) => name.startsWith('left'));
    expect(left).toHaveLength(7);
    expect(left[0]).toMatchObject({ diskState: 'Unattached', subscriptionId });
    expect(disks.length).toBeGreaterThan(3);
    const assignments = await read(session, azureAuthorizationRoleAssignmentsReader, scope);
    expect(assignments[0]).toMatchObject({ outcome: 'read', rejected: [] });
    const users = await read(session, azureGraphUsersReader, { ...scope, accountId: tenantId });
    expect(users[0]).toMatchObject({ outcome: 'read', rejected: [] });
    expect(sim.log.writes()).toEqual([]);
    session.close();
  });

  it('says "not allowed to look" where Resource Graph would show an empty list', async () => {
    const session = await openSession(secret(narrowClientId), options());
    const [disks] = await read(session, azureComputeDisksReader, scope);
    expect(disks).toMatchObject({ outcome: 'denied', permission: 'Microsoft.Compute/disks/read' });
    const [machines] = await read(session, azureComputeVirtualMachinesReader, scope);
    expect(machines).toMatchObject({ outcome: 'read' });
    const [assignments] = await read(session, azureAuthorizationRoleAssignmentsReader, scope);
    expect(assignments).toMatchObject({ outcome: 'denied', permission: 'Microsoft.Authorization/roleAssignments/read' });
    const [users] = await read(session, azureGraphUsersReader, { ...scope, accountId: tenantId });
    expect(users).toMatchObject({ outcome: 'denied', permission: 'User.ReadBasic.All' });
    session.close();
  });

  it("asks for the principal's permissions once per subscription, however many types are read", async () => {
    const session = await openSession(secret(), options());
    await Promise.all([read(session, azureComputeDisksReader, scope), read(session, azureComputeVirtualMachinesReader, scope)]);
    expect(sim.log.count('Microsoft.Authorization/permissions/read')).toBe(1);
    session.close();
  });

  it("refuses a wrong secret by Entra's own code, without repeating the secret", async () => {
    const wrong = openSession(parseCredential('azure.secret', { tenantId, clientId, clientSecret: 'CANARY_wrong' }), options());
    await expect(wrong).rejects.toMatchObject({ code: 'sign-in-refused', internal: expect.stringMatching(/^AADSTS\d+$/) });
    await wrong.catch((error: unknown) => expect(JSON.stringify(error) + String(error)).not.toContain('CANARY'));
  });

  it('T21: uses no identity of its surroundings', async () => {
    const planted = {
      AZURE_CLIENT_ID: clientId,
      AZURE_CLIENT_SECRET: clientSecret,
      AZURE_TENANT_ID: tenantId,
      AZURE_AUTHORITY_HOST: 'https://127.0.0.1:1',
      MSI_ENDPOINT: 'http://127.0.0.1:1',
      IDENTITY_ENDPOINT: 'http://127.0.0.1:1',
    };
    Object.assign(process.env, planted);
    try {
      await expect(openSession(parseCredential('azure.federated', { tenantId, clientId }), options())).rejects.toMatchObject({ code: 'base-identity-missing' });
      expect(sim.log.all()).toEqual([]);
      const session = await openSession(secret(), options());
      session.close();
    } finally {
      for (const name of Object.keys(planted)) Reflect.deleteProperty(process.env, name);
    }
  });

  it('borrows a login for its own audience only: other families are denied, and nobody signs in', async () => {
    const arm = await openSession(secret(), options());
    arm.close();
    const borrowed = parseCredential('azure.token', { tenantId, accessToken: 'not-a-real-token', expiresAt: new Date(Date.now() + 600_000).toISOString() });
    const session = await openSession(borrowed, options());
    sim.log.clear();
    const [users] = await read(session, azureGraphUsersReader, { ...scope, accountId: tenantId });
    expect(users).toMatchObject({ outcome: 'denied', providerCode: 'no-token' });
    expect(sim.log.all()).toEqual([]);
    const [disks] = await read(session, azureComputeDisksReader, scope);
    expect(disks).toMatchObject({ outcome: 'expired' });
    session.close();
    await expect(
      openSession(parseCredential('azure.token', { tenantId, accessToken: 'x', expiresAt: '2020-01-01T00:00:00Z' }), options()),
    ).rejects.toMatchObject({ code: 'credential-expired' });
  });
});
