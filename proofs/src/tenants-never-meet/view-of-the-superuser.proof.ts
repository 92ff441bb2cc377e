import type { Proof } from '../proof.js';
import { withAttackedDatabase } from './attacked-database.js';
import { withOrganization } from '@vitrine/tenancy';

/** A view checks its owner's policies unless it says otherwise, and a superuser has none: a report view made by an operator is how tenants meet. */
export const proof: Proof = {
  attack: 'the API reads a view that a superuser made over a tenant table, in the scope of acme',
  expected: 'own rows, 0 of the neighbour’s',
  pace: 'quick',
  mutation: { removes: '`security_invoker`' },
  attempt: ({ guard }) =>
    withAttackedDatabase(async ({ database, acme, umbra }) => {
      const options = guard === 'standing' ? 'with (security_invoker = true)' : '';
      await database
        .poolFor('postgres')
        .query(`create view vitrine.report ${options} as select organization_id, name from vitrine.connection; grant select on vitrine.report to vitrine_api`);
      const count = async (organizationId: string): Promise<number> =>
        await withOrganization(database.poolFor('vitrine_api'), acme.organizationId, async (transaction) => {
          return (await transaction.query('select 1 from vitrine.report where organization_id = $1', [organizationId])).rowCount;
        });
      const [own, foreign] = [await count(acme.organizationId), await count(umbra.organizationId)];
      return { held: own === 3 && foreign === 0, seen: `${String(own)} own rows, ${String(foreign)} foreign` };
    }),
};
