import { VitrineError } from '@vitrine/contracts';
import { hostPatternOf, regionPatterns, storageAccountPattern } from '../operations/host-pattern.js';
import type { Operation } from '../operations/operation.js';
import type { Endpoints } from '../sessions/endpoints.js';

/** Where an operation is sent: `https://ec2.eu-central-1.amazonaws.com` and a path prefix (only simulators need one). */
export interface Address {
  readonly origin: string;
  readonly prefix: string;
}

/**
 * The operator's endpoint for this operation's host, if one is set. Google's hosts share one, told apart by a path prefix; so do storage
 * accounts, by their name.
 */
export function operatorAddress(operation: Operation, endpoints: Endpoints, account?: string): Address | null {
  const { host } = operation.wire;
  const override = overrideFor(operation, endpoints);
  if (override === undefined) return null;
  return { origin: override, prefix: operation.cloud === 'gcp' ? `/${host}` : isStorageHost(host) ? `/${account ?? ''}` : '' };
}

const isStorageHost = (host: string): boolean => host.startsWith('{account}.');

function overrideFor(operation: Operation, endpoints: Endpoints): string | undefined {
  if (operation.cloud === 'aws') return endpoints.aws;
  if (operation.cloud === 'gcp') return endpoints.gcp;
  switch (operation.wire.host) {
    case 'management.azure.com':
      return endpoints.azureArm;
    case 'login.microsoftonline.com':
      return endpoints.azureAuthority;
    case 'graph.microsoft.com':
      return endpoints.azureGraph;
    case 'prices.azure.com':
      return endpoints.azureRetail;
    case '{account}.blob.core.windows.net':
      return endpoints.azureBlob;
    default:
      return endpoints.azureMetrics;
  }
}

/**
 * The address to build a request for.
 * @param account of storage, where the host is one of it
 * @throws VitrineError `invalid-region`, `invalid-account` where the host needs one and it is not one
 */
export function addressOf(operation: Operation, region: string | undefined, endpoints: Endpoints, account?: string): Address {
  const { host } = operation.wire;
  // An account out of a row becomes part of a host name, as a region does.
  if (isStorageHost(host) && (account === undefined || !new RegExp(`^${storageAccountPattern}$`).test(account)))
    throw new VitrineError({
      code: 'invalid-account',
      status: 500,
      publicMessage: 'A storage account name is not one.',
      internal: `operation ${operation.id}`,
    });
  const override = operatorAddress(operation, endpoints, account);
  if (override !== null) return override;
  if (account !== undefined && isStorageHost(host)) return { origin: `https://${host.replace('{account}', account)}`, prefix: '' };
  if (!host.includes('{region}')) return { origin: `https://${host}`, prefix: '' };
  // A region out of an answer or a row becomes part of a host name: `x.evil.example/` must not get there.
  if (region === undefined || !new RegExp(`^${regionPatterns[operation.cloud]}$`).test(region)) {
    throw new VitrineError({ code: 'invalid-region', status: 500, publicMessage: 'A region name is not one.', internal: `operation ${operation.id}` });
  }
  return { origin: `https://${host.replace('{region}', region)}`, prefix: '' };
}

/**
 * Whether an origin is where this operation may be sent; gives the region or the storage account that the host names.
 * With an operator's override only that very origin counts, so the public host is refused as well.
 * @param account the pinned storage account, which at an operator's endpoint is the first segment of the path
 */
export function matchAddress(
  operation: Operation,
  origin: string,
  endpoints: Endpoints,
  account?: string,
): { readonly prefix: string; readonly region: string | null } | null {
  const override = operatorAddress(operation, endpoints, account);
  if (override !== null) return override.origin === origin ? { prefix: override.prefix, region: null } : null;
  if (!origin.startsWith('https://')) return null;
  const found = new RegExp(hostPatternOf(operation)).exec(origin.slice('https://'.length));
  return found === null ? null : { prefix: '', region: found[1] ?? null };
}
