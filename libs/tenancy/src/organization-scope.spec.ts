import { describe, expect, it } from '@jest/globals';
import { organizationIdSchema } from '@vitrine/contracts';
import { currentOrganization, organizationScopeIfAny, runInOrganization } from './organization-scope.js';

const acme = organizationIdSchema.parse('01900000-0000-7000-8000-00000000000a');
const umbra = organizationIdSchema.parse('01900000-0000-7000-8000-00000000000b');

describe('the organization scope', () => {
  it('does not exist outside: there is no default organization', () => {
    expect(() => currentOrganization()).toThrow(expect.objectContaining({ code: 'organization-scope-missing' }));
    expect(organizationScopeIfAny()).toBe('outside');
  });

  it('follows its work through awaits and callbacks, and two of them never mix', async () => {
    const observe = async (organizationId: typeof acme): Promise<string[]> => {
      const seen = [currentOrganization().organizationId];
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(currentOrganization().organizationId);
      expect(seen).toEqual([organizationId, organizationId]);
      return seen;
    };
    await Promise.all([acme, umbra, acme, umbra].map((organizationId) => runInOrganization({ organizationId }, () => observe(organizationId))));
    expect(organizationScopeIfAny()).toBe('outside');
  });

  it('keeps request and trace ids of the outer scope when the inner adds none', () => {
    runInOrganization({ organizationId: acme, requestId: 'r', traceId: 't' }, () => {
      runInOrganization({ organizationId: acme, requestId: 'inner' }, () => {
        expect(currentOrganization()).toEqual({ organizationId: acme, requestId: 'inner', traceId: 't' });
      });
    });
  });

  it('refuses to enter another organization from within one', () => {
    const enter = (): unknown => runInOrganization({ organizationId: acme }, () => runInOrganization({ organizationId: umbra }, () => 'entered'));
    expect(enter).toThrow(expect.objectContaining({ code: 'organization-scope-mismatch' }));
  });
});
