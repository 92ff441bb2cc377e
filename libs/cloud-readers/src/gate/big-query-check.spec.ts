import { describe, expect, it } from '@jest/globals';
import { bigQueryRefusal, selectRefusal } from './big-query-check.js';
import { exportTable as table, pins } from './fixtures/gate-reason.js';

const select = `SELECT SUM(cost) AS cost FROM \`${table}\``;
const body = { query: select, useLegacySql: false, dryRun: true, maximumBytesBilled: '1000000000' };
const reason = (change: object = {}, dryRuns: Set<string> = new Set()): string | null =>
  bigQueryRefusal({ ...body, ...change }, { holes: { project: 'billing-project' }, pins, dryRuns });

describe('a BigQuery job, whose method and path say nothing of what it does', () => {
  it('is a bounded query of standard SQL, with its page, wait and place if it likes', () => {
    expect(reason()).toBeNull();
    const more = { maxResults: 50_000, timeoutMs: 30_000, location: 'x'.repeat(40), formatOptions: { useInt64Timestamp: true } };
    expect(reason(more)).toBeNull();
    expect(reason({ maxResults: 1, timeoutMs: 1000 })).toBeNull();
    const ill = 'body is not a query of ours';
    const changes: readonly object[] = [
      { query: '' },
      { query: `${select} ${'x'.repeat(20_000 - select.length)}` },
      { useLegacySql: true },
      { useLegacySql: undefined },
      { dryRun: undefined },
      { maximumBytesBilled: undefined },
      { maximumBytesBilled: '0' },
      { maximumBytesBilled: '01' },
      { maximumBytesBilled: '1'.repeat(16) },
      { maximumBytesBilled: 'x1' },
      { maximumBytesBilled: '1x' },
      { maxResults: 0 },
      { maxResults: 50_001 },
      { maxResults: 1.5 },
      { timeoutMs: 999 },
      { timeoutMs: 30_001 },
      { timeoutMs: 1000.5 },
      { location: 'x'.repeat(41) },
      { formatOptions: { useInt64Timestamp: 1 } },
      { formatOptions: { useInt64Timestamp: true, more: 1 } },
      { destinationTable: {} },
      { writeDisposition: 'WRITE_TRUNCATE' },
    ];
    for (const change of changes) expect([change, reason(change)]).toEqual([change, ill]);
    expect(reason({ query: `${select} ${' '.repeat(20_000 - select.length - 1)}` })).toBeNull();
  });

  it('belongs to a connection with an export, runs in its project, and bills no more than its limit', () => {
    expect(bigQueryRefusal(body, { holes: { project: 'billing-project' }, pins: {}, dryRuns: new Set() })).toBe('the connection names no export table');
    expect(bigQueryRefusal(body, { holes: { project: 'other-project' }, pins, dryRuns: new Set() })).toBe('project is not the pinned one');
    expect(reason({ maximumBytesBilled: '1000000001' })).toBe('maximumBytesBilled is over the limit');
    // As numbers, not as texts: 999 is less than 1000000000.
    expect(reason({ maximumBytesBilled: '999' })).toBeNull();
  });

  it('is run only after the very same text was dry-run, and a refused text was not', () => {
    const dryRuns = new Set<string>();
    expect(reason({ dryRun: false }, dryRuns)).toBe('query was not dry-run first');
    expect(reason({ query: `DELETE FROM \`${table}\`` }, dryRuns)).not.toBeNull();
    expect(dryRuns.size).toBe(0);
    expect(reason({}, dryRuns)).toBeNull();
    expect(reason({ dryRun: false }, dryRuns)).toBeNull();
    expect(reason({ dryRun: false, query: `${select} ` }, dryRuns)).toBe('query was not dry-run first');
  });
});

describe('a statement that reads the pinned table and nothing else', () => {
  const told = (query: string): string | null => selectRefusal(query, table);

  it('may begin with white space, quote words of any meaning, filter, group and unnest', () => {
    for (const query of [
      `\n  select cost FROM \`${table}\``,
      `${select} WHERE name = 'delete from x; -- no "statement" \`here\`'`.replaceAll('`here`', 'here'),
      `${select} WHERE a = '' AND b = 'DROP'`,
      `${select}, UNNEST(labels) AS label`,
      `SELECT cost FROM \`${table}\` AS t, UNNEST(t.labels) l`,
      `SELECT l FROM \`${table}\` JOIN UNNEST(labels) AS l`,
      `SELECT created, settings, inserted_at, mls FROM \`${table}\``,
      // Names that begin or end with a word that opens a list of sources.
      `SELECT from_date, valid_from, joined, adjoin FROM \`${table}\``,
      `SELECT a FROM \`${table}\` JOIN \`${table}\` USING (id)`,
    ]) {
      expect([query, told(query)]).toEqual([query, null]);
    }
  });

  it('names no other table in quotes, not even one that begins or ends the same', () => {
    for (const name of ['other-project.d.t', `${table}x`, `x${table}`, '', table.toUpperCase()])
      expect(told(`SELECT 1 FROM \`${name}\``)).toBe('another table is named');
    expect(told(`${select} WHERE a IN (SELECT 1 FROM \`x.y.z\`)`)).toBe('another table is named');
  });

  it.each(['"x"', "\\'", ';', '#', '--', '/*', '`', "'''", "'open", "'line\n'", "'a\\'b'", "''''", "r'''x'''"])(
    'has no %j outside a plain string, since readers differ about what follows it',
    (mark) => {
      expect(told(`${select} WHERE a = ${mark}`)).toBe('comments, semicolons and other quotings are not allowed');
    },
  );

  it('hides no source between two triple quotes, which shift every pair of quotes after them', () => {
    expect(told(`SELECT ''' ' ''', * FROM dataset.secrets WHERE a != ''' ' ''' AND 1 IN (SELECT 1 FROM \`${table}\`)`)).toBe(
      'comments, semicolons and other quotings are not allowed',
    );
  });

  it('is a SELECT by its first word', () => {
    for (const query of ['', `WITH a AS (${select}) SELECT 1`, `(${select})`, `SELECTED FROM \`${table}\``, `x ${select}`, `FROM \`${table}\``])
      expect(told(query)).toBe('not a SELECT');
  });

  it.each([
    ...[
      'INSERT',
      'UPDATE',
      'DELETE',
      'MERGE',
      'TRUNCATE',
      'CREATE',
      'DROP',
      'ALTER',
      'EXPORT',
      'LOAD',
      'CALL',
      'EXECUTE',
      'BEGIN',
      'COMMIT',
      'ROLLBACK',
      'GRANT',
    ],
    ...['REVOKE', 'DECLARE', 'SET', 'ASSERT', 'UNDROP', 'EXTERNAL_QUERY', 'ML', 'TABLE', 'PROCEDURE', 'FUNCTION', 'MODEL', 'INFORMATION_SCHEMA', 'drop'],
  ])('holds no %s outside a string, whatever its place', (word) => {
    expect(told(`${select} ${word} x`)).toBe('a word that does more than read');
    expect(told(`SELECT ${word}.PREDICT(1) FROM \`${table}\``)).toBe('a word that does more than read');
    expect(told(`SELECT x${word}y, ${word}x, x${word}1 FROM \`${table}\``)).toBeNull();
  });

  it('has sources, and each of them is the pinned table or a list in its own row', () => {
    const wrong = 'a source that is not the pinned table';
    for (const query of [
      'SELECT 1',
      'SELECT * FROM dataset.secrets',
      'SELECT * from\tdataset.secrets',
      `${select} JOIN dataset.secrets ON true`,
      `${select} join dataset.secrets ON true`,
      `${select} JOIN(dataset.secrets)`,
      `SELECT * FROM(dataset.secrets JOIN \`${table}\` ON true)`,
      `SELECT * FROM (dataset.secrets JOIN \`${table}\` ON true)`,
      `${select} WHERE a IN (SELECT b FROM dataset.secrets)`,
      `SELECT * FROM xUNNEST(a), \`${table}\``,
      `SELECT * FROM UNNESTx(a)`,
      `SELECT * FROM UNNEST`,
      `SELECT * FROM @other`,
      `SELECT * FROM \`${table}\`.more`,
      `SELECT * FROM \`${table}\` . more`,
      `SELECT * FROM \`${table}\`-more`,
      `SELECT 1FROM dataset.secrets WHERE 1 IN (SELECT 1 FROM \`${table}\`)`,
      `SELECT 1.FROM dataset.secrets WHERE 1 IN (SELECT 1 FROM \`${table}\`)`,
    ]) {
      expect([query, told(query)]).toEqual([query, wrong]);
    }
  });

  it('joins nothing by a comma either, wherever in a list of sources it stands', () => {
    const lists = [
      ', dataset.secrets',
      ' , dataset.secrets',
      ',dataset.secrets',
      ' AS t, dataset.secrets',
      ' t, dataset.secrets',
      ', UNNEST(labels) AS l, dataset.secrets',
      ` JOIN \`${table}\` USING (a, b), dataset.secrets`,
      ` JOIN \`${table}\` ON 1 IN (SELECT 1 FROM \`${table}\` WHERE true), dataset.secrets`,
      ', xUNNEST(a)',
      ', UNNEST a',
      ` WHERE a IN (SELECT 1 FROM \`${table}\` t, dataset.secrets)`,
      ` WHERE true UNION ALL SELECT 1 FROM \`${table}\` t, dataset.secrets`,
    ];
    for (const list of lists) expect([list, told(`SELECT * FROM \`${table}\`${list}`)]).toEqual([list, 'a second source']);
    expect(told('SELECT * FROM UNNEST([1]), dataset.secrets')).toBe('a second source');
    // Attack: an alias that holds a word which ends a list of sources must not end it for the check alone.
    for (const alias of ['selected', 'limits', 'my_where', 'order_union', 'x_SELECT'])
      expect([alias, told(`SELECT * FROM \`${table}\` AS ${alias}, dataset.secrets`)]).toEqual([alias, 'a second source']);
  });

  it.each([
    'WHERE',
    'GROUP BY',
    'HAVING',
    'QUALIFY',
    'WINDOW',
    'ORDER BY',
    'LIMIT',
    'where',
    'UNION ALL SELECT',
    'INTERSECT DISTINCT SELECT',
    'EXCEPT DISTINCT SELECT',
  ])('has commas of its own after %s, which ends the sources', (word) => {
    const tail = word.includes('SELECT') ? ` FROM \`${table}\`` : '';
    expect(told(`SELECT a, b FROM \`${table}\` ${word} f(a, b), c${tail}`)).toBeNull();
    expect(told(`SELECT a, (SELECT x FROM UNNEST(y)), b FROM \`${table}\` JOIN UNNEST(f(a, b)) USING (a, b)${tail}`)).toBeNull();
  });
});
