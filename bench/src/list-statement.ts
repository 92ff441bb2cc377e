import { z } from 'zod';

export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

type Repository = new () => { list(tx: object, request: object): Promise<unknown> };

/** The very statement that the built API runs for `GET /v1/findings?limit=50`: its own repository is asked, with a transaction that only listens. */
export async function listStatement(organizationId: string): Promise<Statement> {
  const loaded: unknown = await import(new URL('../../apps/api/dist/findings/findings.repository.js', import.meta.url).href);
  const { FindingsRepository } = z.object({ FindingsRepository: z.custom<Repository>((value) => typeof value === 'function') }).parse(loaded);
  // Whatever it may be filtered by, it is not: a member that is forgotten here would filter everything away.
  const filter = new Proxy({}, { get: () => null });
  let heard: Statement | undefined;
  const listening = {
    organizationId,
    query: (sql: string, values: readonly unknown[]) => {
      heard = { sql, values };
      return Promise.resolve({ rows: [] });
    },
  };
  // One more than asked for says whether there is a next page.
  await new FindingsRepository().list(listening, { filter, order: 'saving', after: 'start', rows: 51 });
  if (heard === undefined) throw new Error('the repository of findings ran no statement');
  return heard;
}
