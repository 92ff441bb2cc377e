import { Option, Argument, type Command } from 'commander';
import { clouds, declaredPermissions, type Cloud, type ConnectionId } from '@vitrine/contracts';
import { policyDocuments, refusedPermissions } from '@vitrine/policies';
import { apiClientOf, type CliContext } from './cli-context.js';
import { UsageError } from './exit-codes.js';
import { connectionId } from './option-values.js';

const FORMATS = ['aws-policy', 'cloudformation', 'terraform', 'azure-role', 'azure-cli', 'gcp-role', 'gcloud'];

interface PolicyPrintOptions {
  readonly connection?: ConnectionId;
  readonly format?: string;
}

interface Text {
  readonly documents: readonly { readonly format: string; readonly text: string }[];
  readonly refused: readonly { readonly permission: string; readonly why: string }[];
}

export function addPolicyPrint(parent: Command, context: CliContext): void {
  parent
    .command('print')
    .description('the least that a cloud must grant; with a cloud offline, with --connection its External ID or subject filled in')
    .addArgument(new Argument('[cloud]').choices([...clouds]))
    .option('--connection <id>', 'for the rules of this connection', connectionId)
    .addOption(new Option('--format <format>').choices(FORMATS))
    .action(async (cloud: Cloud | undefined, options: PolicyPrintOptions) => {
      const text = await textOf(context, cloud, options);
      const chosen = options.format === undefined ? text.documents[0] : text.documents.find(({ format }) => format === options.format);
      if (chosen === undefined) throw new UsageError(`this cloud has the formats ${text.documents.map(({ format }) => format).join(', ')}`);
      context.out(chosen.text.endsWith('\n') ? chosen.text : `${chosen.text}\n`);
      context.err(`Never asked for: ${text.refused.map(({ permission }) => permission).join(', ')}\n`);
    });
}

async function textOf(context: CliContext, cloud: Cloud | undefined, { connection }: PolicyPrintOptions): Promise<Text> {
  if (connection !== undefined) return await apiClientOf(context).policy(connection);
  if (cloud === undefined) throw new UsageError('name a cloud, or a --connection');
  const permissions = declaredPermissions.filter((each) => each.cloud === cloud);
  const grantee = { awsPrincipalArn: null, externalId: '<External ID of the connection>', issuer: null, subject: '<federation subject of the connection>' };
  return { documents: policyDocuments({ cloud, permissions, grantee, dataset: null, exportFolder: null }), refused: refusedPermissions[cloud] };
}
