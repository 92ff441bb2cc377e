import { Command } from 'commander';
import { addAuditRun } from './audit-run.command.js';
import type { CliContext } from './cli-context.js';
import { addConnections, addSeal } from './connections.command.js';
import { VitrineError } from '@vitrine/contracts';
import { exitCodeOf, exitCodes, UsageError, type ExitCode } from './exit-codes.js';
import { addFindingsList } from './findings-list.command.js';
import { addOwnAccount } from './own-account/own-account.command.js';
import { addPolicyPrint } from './policy-print.command.js';
import { addLogin } from './sign-in/login.command.js';
import { addTrailVerify } from './trail/trail-verify.command.js';

/** Runs one command line and says how it ended. Nothing is thrown. */
export async function runCommandLine(args: readonly string[], context: CliContext): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  const end = (ended: ExitCode): void => {
    code = ended;
  };
  const program = new Command('vitrine')
    .description('Look, don’t touch: read-only audits of Azure, AWS and Google Cloud.')
    .version('0.1.0')
    .exitOverride()
    .configureOutput({ writeOut: context.out, writeErr: context.err });
  const group = (name: string, description: string): Command => program.command(name).description(description);
  const audit = group('audit', 'audits');
  addAuditRun(audit, context, end);
  addOwnAccount(audit, context, end);
  addFindingsList(group('findings', 'findings'), context);
  addPolicyPrint(group('policy', 'what a cloud must grant'), context);
  addConnections(group('connections', 'connections'), context);
  addSeal(program, context);
  addLogin(program, context);
  addTrailVerify(group('trail', 'the trail of what was done'), context, end);
  inherit(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    tell(context, error);
    return context.signal.aborted ? exitCodes.interrupted : exitCodeOf(error);
  }
}

/** Commander does not hand these two down to subcommands that were made before. */
function inherit(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    inherit(child);
  }
}

/** Commander has already told its own errors. */
function tell({ err }: CliContext, error: unknown): void {
  if (error instanceof UsageError) err(`vitrine: ${error.message}\n`);
  else if (error instanceof VitrineError) err(`vitrine: ${error.code}: ${error.publicMessage}\n`);
  else if (error instanceof Error && error.name !== 'CommanderError')
    err(`vitrine: ${'code' in error && typeof error.code === 'string' ? error.code : error.name}: ${error.message}\n`);
}
