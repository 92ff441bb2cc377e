import type { TestRole } from '@vitrine/testing';
import type { Expected, StatementAttack } from './statement-attack.js';

/** Name, statement, and the roles to which it is allowed by design; everybody else gets 42501. */
type Step = readonly [what: string, sql: string, allowed?: readonly TestRole[]];

const steps: readonly Step[] = [
  // The migrator becomes the owner by saying so: that is its one duty, and it is no serving process.
  ['becomes the owner', 'set role vitrine_owner', ['vitrine_migrator']],
  ['becomes the owner of the directory', 'set role vitrine_directory'],
  ['becomes the API', 'set role vitrine_api', ['vitrine_api']],
  ['becomes the worker', 'set role vitrine_worker', ['vitrine_worker']],
  ['becomes the queue', 'set role vitrine_queue', ['vitrine_queue']],
  ['becomes the superuser', 'set session authorization postgres'],
  ['makes a role', 'create role intruder login superuser'],
  ['lifts itself above the policies', 'alter role vitrine_api bypassrls'],
  ['gives rights on what is to come', 'alter default privileges for role vitrine_owner grant select on tables to public'],
  ['switches row security off in a table', 'alter table vitrine.job disable row level security'],
  ['frees the owner from it', 'alter table vitrine.finding no force row level security'],
  ['drops the floor', 'drop policy organization_floor on vitrine.finding'],
  ['adds a policy', 'create policy everything on vitrine.finding using (true)'],
  ['loosens a policy', 'alter policy organization_floor on vitrine.finding using (true)'],
  ['replaces the function of the floor', `create or replace function vitrine.current_organization() returns uuid language sql as 'select null::uuid'`],
  ['moves the function of the floor', 'alter function vitrine.current_organization() set schema public'],
  ['changes its search path', 'alter function vitrine.current_organization() reset search_path'],
  ['makes a trigger', 'create trigger spy before insert on vitrine.finding for each row execute function directory.follow_api_token()'],
  ['makes a rule', 'create rule spy as on insert to vitrine.finding do nothing'],
  ['makes an index', 'create index spy on vitrine.finding (title)'],
  ['drops a table', 'drop table vitrine.finding'],
  ['empties a table', 'truncate vitrine.finding'],
  ['makes a table', 'create table vitrine.mine (n integer)'],
  ['makes a public table', 'create table public.mine (n integer)'],
  ['makes a temporary table', 'create temporary table mine (n integer) on commit drop', ['vitrine_worker']],
  ['makes a view', 'create view vitrine.mine as select 1 as one'],
  ['makes a function', `create function vitrine.mine() returns integer language sql as 'select 1'`],
  ['makes a temporary function', `create function pg_temp.mine() returns integer language sql as 'select 1'`, ['vitrine_worker']],
  ['makes a schema', 'create schema mine'],
  ['makes a publication', 'create publication mine for all tables'],
  ['makes a foreign server', 'create foreign data wrapper mine'],
  ['hides rows in a large object', 'select lo_creat(-1)'],
  ['reads large objects', 'select * from pg_largeobject'],
  ['brings a file in', `select lo_import('/etc/passwd')`],
  ['reads a file of the server', `select pg_read_file('postgresql.conf')`],
  ['lists a folder of the server', `select pg_ls_dir('.')`],
  ['loads a file', `copy vitrine.finding from '/etc/passwd'`],
  ['runs a program', `copy (select 1) to program 'true'`],
  ['reads passwords', 'select rolpassword from pg_authid'],
  ['reads raw statistics', 'select * from pg_statistic'],
  ['reads the directory of claims', 'select * from directory.organization_claim'],
  ['reads the directory of tokens', 'select * from directory.api_token'],
  ['writes the directory', `insert into directory.organization_claim values ('i', 'c', 'v', gen_random_uuid())`],
  ['reads the queue', 'select * from bullmq.job', ['vitrine_queue']],
  ['reads which migrations ran', 'select * from vitrine_migrations.applied', ['vitrine_migrator']],
  ['switches triggers and foreign keys off', 'set session_replication_role = replica'],
  ['makes the server log statements', `set log_statement = 'all'`],
  ['makes the server log parameters', 'set log_parameter_max_length = -1'],
  ['makes the server log durations', `select set_config('log_min_duration_statement', '0', false)`],
  ['rereads the settings', 'select pg_reload_conf()'],
  ['ends a session of the superuser', `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres'`],
  ['reads the settings of access', 'select * from pg_hba_file_rules'],
  [
    'reads ciphertext statistics',
    `select * from pg_stats_ext_exprs where schemaname = 'vitrine' union all select * from pg_stats_ext_exprs where pg_read_file('x') is null`,
  ],
];

/** Steps out of one's role: privileges, other schemas, files, programs, settings of the server. */
export function roleAttacks(role: TestRole): StatementAttack[] {
  return [
    ...steps.map(([what, sql, allowed = []]): StatementAttack => ({ what, sql, expected: (as) => (allowed.includes(as) ? 'allowed' : '42501') })),
    {
      what: 'switches row security off for itself',
      before: ['set local row_security = off'],
      sql: 'select organization_id from vitrine.finding',
      expected: () => '42501',
    },
    {
      // Without the right to give it on, GRANT only warns: what counts is that nobody got anything.
      what: 'gives rights away',
      before: ['grant select on vitrine.finding to public'],
      sql: `select 1 from pg_class c cross join aclexplode(c.relacl) a where c.oid = 'vitrine.finding'::regclass and a.grantee = 0`,
      expected: () => 'no rows or 42501',
    },
    {
      what: 'reads the statistics of tenants’ values',
      sql: `select 1 from pg_stats where schemaname = 'vitrine'`,
      expected: () => 'no rows',
    },
    {
      what: 'reads what other sessions ask',
      sql: `select 1 from pg_stat_activity where usename <> current_user and query <> '<insufficient privilege>' and query <> ''`,
      expected: () => 'no rows',
    },
    ...hiddenOfOrganization.map((column): StatementAttack => ({
      what: `reads organization.${column} of all`,
      sql: `select ${column} from vitrine.organization where organization_id is distinct from vitrine.current_organization()`,
      expected: granted,
    })),
    ...hiddenFromRelay.map((column): StatementAttack => ({
      what: `reads job.${column} of all`,
      sql: `select ${column} from vitrine.job where organization_id is distinct from vitrine.current_organization()`,
      // Which receiver a delivery is for stands there, and the sequencer asks for deliveries.
      expected: (as) => (as === 'vitrine_sequencer' && column === 'detail' ? 'no rows' : granted(as)),
    })),
    {
      what: 'acts without a scope',
      before: [`select set_config('vitrine.organization_id', '', true)`],
      sql: 'select 1 from vitrine.finding',
      expected: () => granted(role),
    },
    {
      what: 'acts in a scope that is none',
      before: [`select set_config('vitrine.organization_id', 'x', true)`],
      sql: 'select 1 from vitrine.finding',
      expected: () => (granted(role) === '42501' ? '42501' : 'no rows or 22P02'),
    },
    {
      what: 'acts in a scope that is SQL',
      before: [`select set_config('vitrine.organization_id', ''' or true --', true)`],
      sql: 'select 1 from vitrine.finding',
      expected: () => (granted(role) === '42501' ? '42501' : 'no rows or 22P02'),
    },
  ];
}

const hiddenFromRelay = ['connection_id', 'reader', 'scope', 'page_token', 'detail', 'error_code', 'trace_id'];
const hiddenOfOrganization = ['name', 'state', 'settings', 'created_at'];
/** Who reads jobs at all sees its own organization's (the operators' role only in a session); nobody else sees the column. */
const granted = (role: TestRole): Expected => (['vitrine_api', 'vitrine_worker', 'vitrine_operator'].includes(role) ? 'no rows' : '42501');
