import type { EstateDeclaration } from '../estate/estate.js';
import { isJsonObject } from '../http/json-answer.js';
import { startLoopbackClouds, type LoopbackClouds, type PlainAnswer } from './loopback-clouds.js';

export const TENANT = '11111111-1111-4111-8111-111111111111';
export const SUBSCRIPTION = '22222222-2222-4222-8222-222222222222';
export const OTHER_SUBSCRIPTION = '33333333-3333-4333-8333-333333333333';
export const CLIENT = '44444444-4444-4444-8444-444444444444';
export const COST_ONLY_CLIENT = '55555555-5555-4555-8555-555555555555';
export const SECRET = 'a-secret-of-this-spec';

/** An Azure estate with callers that sign in by their secret. */
export interface AzureCloud extends LoopbackClouds {
  /** One ARM call (or, by scope, one of another API) as the named application. */
  arm(method: string, path: string, options?: { clientId?: string; body?: unknown; scope?: string }): Promise<PlainAnswer>;
}

/** @param issuer whose assertions of organization one the application takes instead of its secret */
export async function startAzureCloud(issuer = 'https://issuer.example'): Promise<AzureCloud> {
  const clouds = await startLoopbackClouds(azureSpecEstate(issuer));
  return {
    ...clouds,
    arm: async (method, path, { clientId = CLIENT, body, scope = 'https://management.azure.com/.default' } = {}) => {
      const authorization = `Bearer ${await tokenOf(clouds.azure, clientId, scope)}`;
      return clouds.ask(method, path.startsWith('https://') ? path : `${clouds.azure}${path}`, { authorization }, body);
    },
  };
}

async function tokenOf(endpoint: string, clientId: string, scope: string): Promise<string> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: SECRET, scope });
  const answer: unknown = await (await fetch(`${endpoint}/${TENANT}/oauth2/v2.0/token`, { method: 'POST', body: form })).json();
  const token = isJsonObject(answer) ? answer['access_token'] : null;
  if (typeof token !== 'string') throw new Error('the simulator refused its own application');
  return token;
}

export function azureSpecEstate(issuer: string): EstateDeclaration {
  return {
    azure: {
      cloudTenantId: TENANT,
      applications: [
        {
          clientId: CLIENT,
          objectId: '66666666-6666-4666-8666-666666666666',
          clientSecret: SECRET,
          federatedCredentials: [{ issuer, subject: 'organization:one:*' }],
        },
        { clientId: COST_ONLY_CLIENT, objectId: '77777777-7777-4777-8777-777777777777', clientSecret: SECRET, roles: ['Cost Management Reader'] },
      ],
      subscriptions: [
        {
          subscriptionId: SUBSCRIPTION,
          resources: [
            { kind: 'disk', name: 'orphan', count: 1200, condition: 'unattached', dailyCost: '0.6521' },
            { kind: 'disk', name: 'claim', count: 2, condition: 'kubernetes-pvc', dailyCost: '0.3' },
            { kind: 'virtualMachine', name: 'lazy', count: 2, condition: 'idle', dailyCost: '2.8745', dataDisks: 1 },
            { kind: 'virtualMachine', name: 'mute', count: 1, condition: 'no-metrics' },
            { kind: 'virtualMachine', name: 'patchy', count: 1, condition: 'patchy-metrics' },
            { kind: 'virtualMachine', name: 'halted', count: 1, condition: 'stopped', dailyCost: '1.5' },
            { kind: 'loadBalancer', name: 'retired', condition: 'empty', dailyCost: '0.5833' },
            { kind: 'roleAssignment', name: 'engineer', count: 60, condition: 'live' },
            { kind: 'roleAssignment', name: 'leaver', count: 2, condition: 'orphaned' },
          ],
        },
        { subscriptionId: OTHER_SUBSCRIPTION, displayName: 'Other', resources: [{ kind: 'disk', name: 'elsewhere', condition: 'unattached' }] },
      ],
    },
  };
}
