import { AuditProgress, runAudits, type AuditAnswer } from '@vitrine/api-client';
import { operationsOf } from '@vitrine/cloud-readers';
import type { LoggedRequest } from '@vitrine/cloud-sim';
import { startAuditedClouds } from './audited-clouds.js';

/** What the clouds saw of full audits, and what their customers had been asked to grant. */
export interface WireEvidence {
  /** Operations by their declared ids, with how often they were called. */
  readonly calls: ReadonlyMap<string, number>;
  /** Permissions that the generated policies ask for. */
  readonly granted: ReadonlySet<string>;
  readonly audits: readonly AuditAnswer[];
  readonly writes: number;
  readonly secretReads: number;
  readonly requests: number;
}

/** The simulator's words for calls that the manifest names by their host. */
const otherWords: Readonly<Record<string, string>> = {
  'oauth2.token': 'oauth2.googleapis.com/token',
  'sts.token': 'sts.googleapis.com/token',
  'entra:openid-configuration': 'entra/openid-configuration',
  'entra:token': 'entra/token',
  'retail-prices:list': 'prices.azure.com/retail/prices',
  // S3 calls a permission otherwise than the operation that it is for.
  's3:ListAllMyBuckets': 's3:ListBuckets',
  's3:ListBucket': 's3:ListObjectsV2',
  's3:GetLifecycleConfiguration': 's3:GetBucketLifecycleConfiguration',
  's3:ListBucketMultipartUploads': 's3:ListMultipartUploads',
};
/** One permission for two operations of the storage service: whose path names no blob is a list. */
const blobRead = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read';
const resourceGraph = 'Microsoft.ResourceGraph/resources/read';

/** Every rule over every simulated cloud, with bills and prices; AWS twice, since a principal that may not be simulated is judged by other calls. */
export async function gatherWireEvidence(say: (text: string) => void): Promise<WireEvidence> {
  const clouds = await startAuditedClouds();
  try {
    const { client } = clouds.instance;
    const quiet = new AuditProgress({ isTTY: false, write: () => undefined });
    const first = await runAudits(client, clouds.connections, quiet, AbortSignal.timeout(120_000));
    clouds.sim.behaviour.denied = new Set(['iam:SimulatePrincipalPolicy']);
    const again = await runAudits(
      client,
      clouds.connections.filter(({ kind }) => kind.startsWith('aws.')),
      quiet,
      AbortSignal.timeout(120_000),
    );
    const audits = await Promise.all([...first, ...again].map((id) => client.audit(id)));
    const policies = await Promise.all(clouds.connections.map(({ id }) => client.policy(id)));
    const { log } = clouds.sim;
    say(
      `  ${String(log.all().length)} requests, audits ${audits.map(({ state, errorCode }) => (errorCode === null ? state : `${state} (${errorCode})`)).join(', ')}`,
    );
    return {
      calls: declaredCalls(log.all(), audits),
      granted: new Set(policies.flatMap(({ requested }) => requested.map(({ permission }) => permission))),
      audits,
      writes: log.writes().length,
      secretReads: log.secretReads().filter(({ operation }) => !isBill(operation)).length,
      requests: log.all().length,
    };
  } finally {
    await clouds.stop();
  }
}

/** Rows of the bill's own export are customer data that the customer names; the gate pins them. */
const isBill = (operation: string): boolean => operation.startsWith('bigquery.');

/** Reads of resource types that all go out as one operation. */
const overResourceGraph = new Set(
  operationsOf('azure').flatMap(({ id, wire }) => (wire.protocol === 'rest' && wire.path === '/providers/Microsoft.ResourceGraph/resources' ? [id] : [])),
);

/** Resource Graph is one call for all types. Which types were asked is in the receipts, which must add up to what the cloud counted. */
function declaredCalls(seen: readonly LoggedRequest[], audits: readonly AuditAnswer[]): Map<string, number> {
  const calls = new Map<string, number>();
  for (const request of seen) calls.set(declaredName(request), (calls.get(declaredName(request)) ?? 0) + 1);
  const asked = audits.flatMap(({ receipt }) => receipt?.operations ?? []);
  const graph = asked.filter(({ operation }) => overResourceGraph.has(operation));
  const told = graph.reduce((sum, { calls: times }) => sum + times, 0);
  if (told !== calls.get(resourceGraph))
    throw new Error(`the receipts tell of ${String(told)} Resource Graph calls, the cloud of ${String(calls.get(resourceGraph))}`);
  calls.delete(resourceGraph);
  for (const { operation, calls: times } of graph) calls.set(operation, (calls.get(operation) ?? 0) + times);
  return calls;
}

/** `/account/container` is asked for names, `/account/container/blob` for content. */
function declaredName({ operation, path }: LoggedRequest): string {
  if (operation === blobRead) return path.split('/').length > 3 ? 'azure.storage.GetBlob' : 'azure.storage.ListBlobs';
  return otherWords[operation] ?? operation;
}
