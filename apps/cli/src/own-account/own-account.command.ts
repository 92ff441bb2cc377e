import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AuditProgress, gatherReport, runAudits, submitSealed } from '@vitrine/api-client';
import { reportCsv, reportHtml, reportJson, reportMarkdown, totalsText, type ReportData } from '@vitrine/report';
import { Option, type Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.js';
import { findingsTable } from '../findings-output.js';
import { borrowAwsLogin } from './aws-login.js';
import { borrowAzureLogin } from './azure-login.js';
import type { BorrowedLogin } from './borrowed-login.js';
import { cloudEndpoints } from './cloud-endpoints.js';
import { startEmbeddedInstance, type EmbeddedInstance } from './embedded-instance.js';
import { readOwnBill } from './focus-bill.js';
import { borrowGcpLogin } from './gcp-login.js';

export interface OwnAccountOptions {
  readonly awsProfile?: string;
  readonly azure?: true;
  readonly gcp?: true;
  readonly focus?: string;
  readonly yes?: true;
  readonly bill?: true;
  readonly report: string;
  readonly format: 'html' | 'md' | 'json' | 'csv';
  readonly folder?: string;
}

const writers = { html: reportHtml, md: reportMarkdown, json: reportJson, csv: reportCsv } as const;

export function addOwnAccount(parent: Command, context: CliContext, end: (code: ExitCode) => void): void {
  parent
    .command('own')
    .description('audit your own account, or bill, on this machine')
    .option('--aws-profile <name>', 'the login of an AWS profile')
    .option('--azure', 'the login of az')
    .option('--gcp', 'the login of gcloud')
    .option('--focus <file>', 'a bill in FOCUS columns (CSV): nothing is signed in anywhere')
    .option('--yes', 'go on although the login cannot be narrowed, for scripts')
    .option('--bill', 'AWS: read the bill too (Cost Explorer costs 0.01 USD per page)')
    .option('--report <file>', 'where to write the report', 'vitrine-report.html')
    .addOption(new Option('--format <format>', 'of the report').choices(['html', 'md', 'json', 'csv']).default('html'))
    .option('--folder <folder>', 'where this machine’s Vitrine keeps its data')
    .action(async (options: OwnAccountOptions) => end(await auditOwnAccount(context, options)));
}

async function auditOwnAccount(context: CliContext, options: OwnAccountOptions): Promise<ExitCode> {
  const { awsProfile, azure, gcp, focus } = options;
  if ([awsProfile, azure, gcp, focus].filter((each) => each !== undefined).length !== 1)
    throw new UsageError('name one of --aws-profile NAME, --azure, --gcp, --focus FILE');
  const start = async (): Promise<EmbeddedInstance> =>
    await startEmbeddedInstance({ environment: context.environment, onStep: context.err, ...(options.folder === undefined ? {} : { folder: options.folder }) });
  if (focus !== undefined) return await readOwnBill(context, start, focus);

  const login = await borrow(context, options);
  context.err(`${login.principal}\n`);
  if (login.narrowing.kind === 'not-narrowed' && !(await agreed(context, login, options.yes === true))) return exitCodes.notAllowed;
  const instance = await start();
  try {
    const report = await auditLogin(context, instance, login);
    const file = resolve(context.workingFolder, options.report);
    writeFileSync(file, writers[options.format](report), { mode: 0o600 });
    context.out(findingsTable(report.findings));
    context.err(`Realisable saving per month: ${totalsText(report.findings)}\nReport: ${file}\n`);
    const [connection] = report.connections;
    if (connection?.auditState === 'completed') return exitCodes.ok;
    const code = connection?.errorCode ?? null;
    context.err(`the audit is ${connection?.auditState ?? 'missing'}${code === null ? '' : ` (${code})`}\n`);
    return exitCodes.incomplete;
  } finally {
    await instance.stop();
  }
}

async function borrow(context: CliContext, { awsProfile, azure, bill }: OwnAccountOptions): Promise<BorrowedLogin> {
  const endpoints = cloudEndpoints(context.environment);
  if (awsProfile !== undefined) return await borrowAwsLogin(context, endpoints, awsProfile, { bill: bill === true });
  return azure === true ? await borrowAzureLogin(context, endpoints) : await borrowGcpLogin(context, endpoints);
}

/** Says what the login could write before anything of it leaves this process. */
async function agreed(context: CliContext, { narrowing }: BorrowedLogin, yes: boolean): Promise<boolean> {
  if (narrowing.kind === 'narrowed') return true;
  const { why, reach } = narrowing;
  const could =
    reach.kind === 'unknown'
      ? 'What it could write could not be learned: take it for everything.'
      : reach.actions.length === 0
        ? 'None of the writes that were tried is allowed to it.'
        : `It could, among others: ${reach.actions.join(', ')}.`;
  context.err(`This login is lent as it is: ${why}. ${could}\nVitrine’s gate sends declared reads only, and the loan ends with the audit.\n`);
  if (yes) return true;
  if (await context.confirm('Go on?')) return true;
  context.err('Not started. Use --yes where nobody can answer.\n');
  return false;
}

async function auditLogin(context: CliContext, { client, organizationId, sealingKids }: EmbeddedInstance, login: BorrowedLogin): Promise<ReportData> {
  const begun = context.now();
  const { credential, connectionName: name, bill, settings } = login;
  const existing = (await client.connections()).find((connection) => connection.name === name && connection.kind === credential.kind);
  const connection = existing ?? (await client.createConnection({ name, kind: credential.kind, bill, settings }));
  await submitSealed(client, { organizationId, connection, credential, pinnedKids: sealingKids, now: begun });
  const auditIds = await runAudits(client, [connection], new AuditProgress({ isTTY: context.isTTY, write: context.err }), context.signal);
  return await gatherReport(client, {
    title: `Vitrine: audit of ${name}`,
    now: context.now(),
    auditIds,
    seconds: (context.now().getTime() - begun.getTime()) / 1000,
    narrowing: login.narrowing.kind === 'narrowed' ? login.narrowing.how : `The login was lent as it is: ${login.narrowing.why}.`,
  });
}
