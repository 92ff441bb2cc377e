import { submitSealed } from '@vitrine/api-client';
import { credentialKinds, isKeyless, type ConnectionId, type CredentialKind } from '@vitrine/contracts';
import { Option, type Command } from 'commander';
import { visible } from '@vitrine/report';
import { billOf, billPlaceUsage, billSources, type BillOptions } from './bill-option.js';
import { apiClientOf, pinnedKids, type CliContext } from './cli-context.js';
import { UsageError } from './exit-codes.js';
import { connectionId } from './option-values.js';
import { readCredential } from './read-credential.js';

interface AddOptions extends BillOptions {
  readonly name: string;
  readonly kind: CredentialKind;
  readonly credential?: string;
}

export function addConnections(parent: Command, context: CliContext): void {
  parent
    .command('list')
    .description('connections of the organization')
    .action(async () => {
      for (const { id, kind, state, name } of await apiClientOf(context).connections())
        context.out(`${id}  ${kind.padEnd(16)} ${state.padEnd(9)} ${visible(name)}\n`);
    });

  addOnboarding(parent, context);

  parent
    .command('add')
    .description('make a connection; with --credential also seal and submit it')
    .requiredOption('--name <name>')
    .addOption(new Option('--kind <kind>').choices([...credentialKinds]).makeOptionMandatory())
    .option('--credential <file>', 'JSON of the credential, - for stdin; sealed on this machine, or for a keyless kind its ids')
    .addOption(new Option('--bill <source>', 'where the bill is').choices(billSources))
    .option('--bill-place <place>', billPlaceUsage)
    .option('--bill-region <region>', 'data-exports: the region of the bucket')
    .option('--bill-key <arn>', 'data-exports: the KMS key under which the files lie, where it is your own')
    .action(async ({ name, kind, credential, ...named }: AddOptions) => {
      const bill = billOf(named);
      const client = apiClientOf(context);
      // Read before anything is made: a file that is wrong leaves nothing behind.
      const read = credential === undefined ? null : await readCredential(context, kind, credential);
      const connection = await client.createConnection({ name, kind, ...(bill === undefined ? {} : { bill }) });
      context.out(
        `${JSON.stringify({ id: connection.id, externalId: connection.externalId, federationSubject: connection.federationSubject, nextCredentialVersion: connection.nextCredentialVersion })}\n`,
      );
      if (read === null) return;
      const { id: organizationId } = await client.organization();
      const pinned = pinnedKids(context);
      await submitSealed(client, { organizationId, connection, credential: read, ...(pinned === undefined ? {} : { pinnedKids: pinned }) });
      context.err(isKeyless(kind) ? 'submitted: ids alone, there is nothing to seal\n' : 'sealed here and submitted\n');
    });
}

function addOnboarding(parent: Command, context: CliContext): void {
  parent
    .command('onboarding')
    .description('how to let a keyless connection into your cloud: issuer, subject, audience; with --format one of the files to run')
    .requiredOption('--connection <id>', 'a connection of a keyless kind', connectionId)
    .option('--format <format>', 'terraform, cloudformation, aws-cli, azure-cli, gcloud …')
    .action(async ({ connection: id, format }: { connection: ConnectionId; format?: string }) => {
      const { issuer, subject, audience, documents, portal, submit } = await apiClientOf(context).onboarding(id);
      if (format === undefined) {
        context.out(`${JSON.stringify({ issuer, subject, audience, submit, files: documents.map(({ filename }) => filename) })}\n`);
        for (const step of portal) context.err(`- ${visible(step)}\n`);
        return;
      }
      const chosen = documents.find((each) => each.format === format);
      if (chosen === undefined) throw new UsageError(`this connection has the formats ${documents.map((each) => each.format).join(', ')}`);
      context.out(chosen.text);
    });
}

export function addSeal(program: Command, context: CliContext): void {
  program
    .command('seal')
    .description('seal a credential on this machine and submit it as the next version of a connection')
    .requiredOption('--connection <id>', 'the connection it is for', connectionId)
    .requiredOption('--credential <file>', 'JSON of the credential, - for stdin')
    .action(async ({ connection: id, credential }: { connection: ConnectionId; credential: string }) => {
      const client = apiClientOf(context);
      const [connection, { id: organizationId }] = [await client.connection(id), await client.organization()];
      const pinned = pinnedKids(context);
      const { version, sha256 } = await submitSealed(client, {
        organizationId,
        connection,
        credential: await readCredential(context, connection.kind, credential),
        ...(pinned === undefined ? {} : { pinnedKids: pinned }),
      });
      context.out(`${JSON.stringify({ connectionId: id, version, sha256 })}\n`);
    });
}
