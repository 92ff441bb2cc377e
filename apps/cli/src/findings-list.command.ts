import { Option, type Command } from 'commander';
import { clouds, findingStatuses, severities } from '@vitrine/contracts';
import { apiClientOf, type CliContext } from './cli-context.js';
import { findingsJson, findingsTable, type FindingsFormat } from './findings-output.js';

interface FindingsListOptions {
  readonly connection?: string;
  readonly cloud?: string;
  readonly rule?: string;
  readonly severity?: string;
  readonly status?: string;
  readonly output: FindingsFormat;
}

export function addFindingsList(parent: Command, context: CliContext): void {
  parent
    .command('list')
    .description('findings of the organization')
    .option('--connection <id>')
    .addOption(new Option('--cloud <cloud>').choices([...clouds]))
    .option('--rule <id>')
    .addOption(new Option('--severity <severity>').choices([...severities]))
    .addOption(new Option('--status <status>').choices([...findingStatuses]))
    .addOption(new Option('--output <format>').choices(['table', 'json']).default('table'))
    .action(async ({ connection, cloud, rule, severity, status, output }: FindingsListOptions) => {
      const filter = Object.entries({ connectionId: connection, cloud, ruleId: rule, severity, status }).flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, value]],
      );
      const findings = await apiClientOf(context).findings(filter);
      context.out(output === 'json' ? findingsJson(findings) : findingsTable(findings));
    });
}
