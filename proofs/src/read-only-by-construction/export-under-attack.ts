import { z } from 'zod';
import { buildReaders, type BuiltReaders, type Removal } from './readers-under-attack.js';

/** One session's export, and what its credential could open beside it. */
export const exportPins = {
  s3Export: { bucket: 'company-bills', region: 'eu-west-1', prefix: 'bills/acme/' },
  blobExport: { storageAccount: 'companybills', container: 'bills', prefix: 'exports/daily/' },
} as const;

export interface ExportRequest {
  readonly operation: string;
  readonly region?: string;
  readonly account?: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly range?: { readonly first: number; readonly last: number; readonly etag: null };
}

const aws = { region: 'eu-west-1' } as const;
const azure = { account: 'companybills' } as const;
const range = { first: 0, last: 9, etag: null } as const;
const object = (bucket: string, key: string): ExportRequest => ({ operation: 's3:GetObject', ...aws, path: { bucket, key }, range });
const objects = (bucket: string, prefix: string): ExportRequest => ({ operation: 's3:ListObjectsV2', ...aws, path: { bucket }, query: { prefix } });
const blob = (container: string, name: string, at: { readonly account: string } = azure): ExportRequest => ({
  operation: 'azure.storage.GetBlob',
  ...at,
  path: { container, blob: name },
  range,
});
const blobs = (container: string, prefix: string, at: { readonly account: string } = azure): ExportRequest => ({
  operation: 'azure.storage.ListBlobs',
  ...at,
  path: { container },
  query: { prefix },
});

/** What the session is for: without it a session that is good for nothing would hold. */
export const ownFiles: readonly ExportRequest[] = [
  objects('company-bills', 'bills/acme/metadata/'),
  object('company-bills', 'bills/acme/data/october.csv'),
  blobs('bills', 'exports/daily/'),
  blob('bills', 'exports/daily/october.csv'),
];

/** T24: what whoever writes the manifest, or a mistake of ours, would have the session read. */
export const foreignFiles: Readonly<Record<string, ExportRequest>> = {
  'S3 another bucket': object('company-payroll', 'bills/acme/data/october.csv'),
  'S3 another folder': object('company-bills', 'payroll/october.csv'),
  'S3 a neighbour’s folder': object('company-bills', 'bills/umbra/data/october.csv'),
  'S3 a folder that begins alike': object('company-bills', 'bills/acme-payroll/october.csv'),
  'S3 a key that climbs': object('company-bills', 'bills/acme/../../payroll/october.csv'),
  'S3 a list of another bucket': objects('company-payroll', 'bills/acme/'),
  'S3 a list of a wider folder': objects('company-bills', 'bills/'),
  'blobs another container': blob('payroll', 'exports/daily/october.csv'),
  'blobs another folder': blob('bills', 'payroll/october.csv'),
  'blobs a folder that begins alike': blob('bills', 'exports/daily-payroll/october.csv'),
  'blobs a name that climbs': blob('bills', 'exports/daily/../../payroll/october.csv'),
  'blobs another account': blob('bills', 'exports/daily/october.csv', { account: 'othercompany' }),
  'blobs an account that begins alike': blob('bills', 'exports/daily/october.csv', { account: 'companybills2' }),
  'blobs a list of another container': blobs('payroll', 'exports/daily/'),
  'blobs a list of a wider folder': blobs('bills', 'exports/'),
  'blobs a list of another account': blobs('bills', 'exports/daily/', { account: 'othercompany' }),
};

/** Addresses past our own builders, as code in this process could hand them to the gate: the climb hides in an encoded slash. */
export const foreignAddresses: Readonly<Record<string, { readonly operation: string; readonly path: string }>> = {
  'S3 an encoded climb': { operation: 's3:GetObject', path: '/company-bills/bills/acme/..%2F..%2Fpayroll%2Foctober.csv' },
  'blobs an encoded climb': { operation: 'azure.storage.GetBlob', path: '/companybills/bills/exports/daily/..%2F..%2Fpayroll%2Foctober.csv' },
};

/** All that compares a request with the pins, and the form of a file's name. */
export const withoutPins: readonly Removal[] = [
  { file: 'gate/export-pin.ts', search: "if (operation.pinnedTo !== 'bucket') return null;", replace: 'return null;' },
  { file: 'gate/gate.ts', search: 'endpoints, pins.blobExport?.storageAccount);', replace: "endpoints, url.pathname.split('/')[1]);" },
  { file: 'gate/path-template.ts', search: 'if (fileHoles.has(name)) return isFileName(value);', replace: 'if (fileHoles.has(name)) return true;' },
];

const attackerSchema = z.object({
  /** @returns the outcome, or the reason of the refusal */
  ask: z.custom<(credential: object, options: object, request: ExportRequest) => Promise<string>>((value) => typeof value === 'function'),
  hand: z.custom<(endpoints: object, pins: object, operation: string, url: string) => Promise<string>>((value) => typeof value === 'function'),
});
export type ExportAttacker = z.infer<typeof attackerSchema>;

export async function buildExportAttacker(removals: readonly Removal[]): Promise<{ readonly attacker: ExportAttacker; readonly built: BuiltReaders }> {
  const built = await buildReaders(source, removals);
  return { attacker: attackerSchema.parse(built.module), built };
}

const source = `import { createGate } from 'readers:gate/gate.ts';
import { silentObserver } from 'readers:gate/call-observer.ts';
import { operationById } from 'readers:operations/manifest.ts';
import { openSession } from 'readers:sessions/open-session.ts';
import { awsSigner } from 'readers:transports/aws-signer.ts';
import { createHttpSender } from 'readers:transports/http-sender.ts';

const faults = (error) => (error?.code ?? error?.name ?? 'unknown') + (error?.internal ? ' ' + error.internal : '');
const sessions = new Map();

export async function ask(credential, options, request) {
  const signal = AbortSignal.timeout(20_000);
  try {
    const opened = sessions.get(credential) ?? openSession(credential, { ...options, clock: () => new Date(), observer: silentObserver, signal });
    sessions.set(credential, opened);
    const result = await (await opened).call({ ...request, shape: {} }, signal);
    return result.outcome === 'unavailable' ? 'unavailable ' + result.reason : result.outcome;
  } catch (error) {
    return faults(error);
  }
}

export async function hand(endpoints, pins, operation, url) {
  try {
    const gate = createGate({ endpoints, operations: [operationById(operation)], pins, observer: silentObserver });
    const unsigned = { method: 'GET', url, headers: { range: 'bytes=0-9' }, body: null };
    const keys = { accessKeyId: 'AKIAOFTHEATTACKER001', secretAccessKey: 'x'.repeat(40) };
    const headers = operation.startsWith('s3:')
      ? await awsSigner('s3', 'eu-west-1', keys).sign(unsigned, new Date())
      : { ...unsigned.headers, authorization: 'Bearer stolen', 'x-ms-version': '2023-11-03' };
    const admitted = gate.admit([operation], { ...unsigned, headers });
    const { status } = await createHttpSender({ extraCa: endpoints.extraCa }).send(admitted, AbortSignal.timeout(20_000));
    return 'answered ' + status;
  } catch (error) {
    return faults(error);
  }
}
`;
