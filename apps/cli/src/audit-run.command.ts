import { AuditProgress, followAudit, startOrJoin } from '@vitrine/api-client';
import { isSettled, type ConnectionId, type Severity } from '@vitrine/contracts';
import { Option, type Command } from 'commander';
import { apiClientOf, type CliContext, type SignInOptions } from './cli-context.js';
import { exitCodes, UsageError, type ExitCode } from './exit-codes.js';
import { findingsJson, findingsTable, type FindingsFormat } from './findings-output.js';
import { judgeGate } from './gate.js';
import { amount, connectionId, duration, severity } from './option-values.js';

interface AuditRunOptions extends SignInOptions {
  readonly connection: ConnectionId;
  readonly wait?: true;
  readonly failOn?: Severity;
  readonly maxWaste?: string;
  readonly timeout: number;
  readonly output: FindingsFormat;
  readonly allowPartial?: true;
}

export function addAuditRun(parent: Command, context: CliContext, end: (code: ExitCode) => void): void {
  parent
    .command('run')
    .description('start an audit; with --wait, follow it and judge its findings')
    .requiredOption('--connection <id>', 'the connection to audit', connectionId)
    .option('--wait', 'wait for the end')
    .option('--fail-on <severity>', 'exit 3 when a finding is of this severity or above', severity)
    .option('--max-waste <amount>', 'exit 3 when realisable savings per month exceed this, in any one currency', amount)
    .option('--timeout <time>', 'exit 6 after this time; the audit goes on', duration, 30 * 60_000)
    .addOption(new Option('--output <format>').choices(['table', 'json']).default('table'))
    .option('--trust-rule <id>', 'in CI: exchange this run’s id token under this rule (default VITRINE_TRUST_RULE); no secret is stored')
    .option('--id-token-file <file>', 'the id token, where the CI service writes it into a file')
    .option('--allow-partial', 'exit 0 although something could not be judged')
    .action(async (options: AuditRunOptions) => end(await auditRun(context, options)));
}

async function auditRun(context: CliContext, options: AuditRunOptions): Promise<ExitCode> {
  const { connection: connectionIdToAudit, failOn, maxWaste } = options;
  if (options.wait !== true && (failOn !== undefined || maxWaste !== undefined))
    throw new UsageError('--fail-on and --max-waste judge an ended audit: add --wait');
  const client = apiClientOf(context, options);
  const { name } = await client.connection(connectionIdToAudit);
  const auditId = await startOrJoin(client, connectionIdToAudit);
  if (options.wait !== true) {
    context.out(options.output === 'json' ? `${JSON.stringify({ schemaVersion: 1, audit: { id: auditId, state: 'queued' } })}\n` : `${auditId}\n`);
    return exitCodes.ok;
  }
  const progress = new AuditProgress({ isTTY: context.isTTY, write: context.err });
  progress.add(name);
  const timeout = AbortSignal.timeout(options.timeout);
  try {
    for await (const event of followAudit(client.http, auditId, AbortSignal.any([timeout, context.signal]))) progress.tell(name, event);
  } catch (error) {
    if (context.signal.aborted) return exitCodes.interrupted;
    if (!timeout.aborted) throw error;
    context.err(`audit ${auditId} has not ended in time; it goes on\n`);
    return exitCodes.timedOut;
  }
  const audit = await client.audit(auditId);
  const findings = (await client.findings([['connectionId', connectionIdToAudit]])).filter(({ status }) => !isSettled(status) && status !== 'excluded');
  const verdict = judgeGate(audit, findings, {
    ...(failOn === undefined ? {} : { failOn }),
    ...(maxWaste === undefined ? {} : { maxWaste }),
    allowPartial: options.allowPartial === true,
  });
  context.out(
    options.output === 'json'
      ? findingsJson(findings, {
          audit: { id: audit.id, state: audit.state, blindSpots: audit.blindSpots },
          gate: { exitCode: verdict.exitCode, reasons: verdict.reasons },
        })
      : findingsTable(findings),
  );
  for (const reason of verdict.reasons) context.err(`${reason}\n`);
  return verdict.exitCode;
}
