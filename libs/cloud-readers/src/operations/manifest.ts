import { VitrineError, type Cloud } from '@vitrine/contracts';
import { awsOperations } from './aws.operations.js';
import { azureOperations } from './azure.operations.js';
import { gcpOperations } from './gcp.operations.js';
import { noGrantNeeded, type Operation } from './operation.js';

export { hostPatternOf } from './host-pattern.js';

/** Every call that Vitrine may make, on all clouds. There is no other list. */
export const manifest: readonly Operation[] = [...awsOperations, ...azureOperations, ...gcpOperations];

const byId = new Map(manifest.map((operation) => [operation.id, operation]));

export function findOperation(id: string): Operation | undefined {
  return byId.get(id);
}

/** @throws VitrineError `operation-not-declared` */
export function operationById(id: string): Operation {
  const operation = byId.get(id);
  if (operation === undefined) throw operationNotDeclared(id);
  return operation;
}

export function operationsOf(cloud: Cloud): readonly Operation[] {
  return manifest.filter((operation) => operation.cloud === cloud);
}

/** The permissions a customer grants for these operations, sorted, without those that need no grant or are the sign-in itself. */
export function permissionsOf(operations: readonly Operation[]): string[] {
  const granted = operations.filter(({ permission, list }) => permission !== noGrantNeeded && list !== 'sign-in');
  return [...new Set(granted.map(({ permission }) => permission))].sort();
}

/** The one answer to a call that no list holds: it names what was tried, never a header or a body. */
export function operationNotDeclared(what: string, internal = ''): VitrineError {
  return new VitrineError({
    code: 'operation-not-declared',
    status: 500,
    publicMessage: 'A call to a cloud was stopped because it is not on the list of declared reads.',
    internal: internal === '' ? `not declared: ${what}` : `not declared: ${what}: ${internal}`,
  });
}
