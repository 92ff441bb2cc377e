import { bytesOf, etagOf, isVersion, rangeOf, type StoredFile } from '../estate/stored-file.js';
import type { SimRequest, SimResponse } from '../http/cloud-handler.js';
import { xmlDocument } from '../aws/wire/xml-document.js';
import { pageOffset, pageToken } from '../http/json-answer.js';
import { allowsData, identify, type AzureCall } from './azure-call.js';
import type { AzureWorld } from './azure-world.js';

const READ = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read';

/** `/<account>/<container>/<blob>`, as storage emulators have it: one host stands for all accounts. */
const targetOf = (request: SimRequest): { readonly account: string; readonly container: string; readonly blob: string } => {
  const [account = '', container = '', ...blob] = decodeURIComponent(request.url.pathname).slice(1).split('/');
  return { account, container, blob: blob.join('/') };
};

export function isBlobService(request: SimRequest, { estate }: AzureWorld): boolean {
  return request.headers['x-ms-version'] !== undefined && estate.storageAccounts.some(({ name }) => name === targetOf(request).account);
}

/** List Blobs and Get Blob; anything else is refused, and logged as what it is by its method. */
export function blobService(call: AzureCall): SimResponse {
  const { request } = call;
  const { account, container, blob } = targetOf(request);
  const files = (call.world.estate.storageAccounts.find(({ name }) => name === account)?.files ?? []).filter(({ bucket }) => bucket === container);
  const isList = blob === '' && request.url.searchParams.get('comp') === 'list' && request.url.searchParams.get('restype') === 'container';
  if (request.method !== 'GET' || (blob === '' && !isList)) return blobError(405, 'UnsupportedHttpVerb');
  const found = files.find(({ key }) => key === blob);
  identify(call, READ, found?.purpose === 'canary' ? 'secret' : 'read');
  if (!allowsData(call, READ, `/storageAccounts/${account}/blobServices/default/containers/${container}`)) {
    call.context.log.identify(request, { outcome: 'denied' });
    return blobError(403, 'AuthorizationPermissionMismatch');
  }
  if (files.length === 0) return blobError(404, 'ContainerNotFound');
  if (isList) return listBlobs(call, container, files);
  return found === undefined ? blobError(404, 'BlobNotFound') : getBlob(request, found);
}

const azureEtag = (file: StoredFile): string => `0x${etagOf(file).slice(0, 15).toUpperCase()}`;

function listBlobs(call: AzureCall, container: string, files: readonly StoredFile[]): SimResponse {
  const asked = call.request.url.searchParams;
  const prefix = asked.get('prefix') ?? '';
  const all = files.filter(({ key }) => key.startsWith(prefix)).sort((a, b) => (a.key < b.key ? -1 : 1));
  const begin = pageOffset(asked.get('marker') ?? '') ?? 0;
  const end = begin + Number(asked.get('maxresults') ?? '5000');
  const Blob = all.slice(begin, end).map((file) => ({
    Name: file.key,
    Properties: {
      'Last-Modified': new Date(file.modified).toUTCString(),
      Etag: azureEtag(file),
      'Content-Length': bytesOf(file).length,
      BlobType: 'BlockBlob',
    },
  }));
  const members = { '@ContainerName': container, Prefix: prefix, Blobs: { Blob }, NextMarker: end < all.length ? pageToken(end) : '' };
  // The service begins its lists with a byte order mark.
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: `\ufeff${xmlDocument({ EnumerationResults: members })}` };
}

function getBlob({ headers }: SimRequest, file: StoredFile): SimResponse {
  const etag = azureEtag(file);
  if (!isVersion(headers['if-match'], etag)) return blobError(412, 'ConditionNotMet');
  const body = bytesOf(file);
  const range = rangeOf(headers['range'], body.length);
  if (range === 'unsatisfiable') return blobError(416, 'InvalidRange');
  const own = { 'content-type': 'application/octet-stream', etag: `"${etag}"`, 'last-modified': new Date(file.modified).toUTCString() };
  if (range === null) return { status: 200, headers: own, body };
  const part = `bytes ${String(range.first)}-${String(range.last)}/${String(body.length)}`;
  return { status: 206, headers: { ...own, 'content-range': part }, body: body.subarray(range.first, range.last + 1) };
}

function blobError(status: number, code: string): SimResponse {
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
    body: xmlDocument({ Error: { Code: code, Message: `${code}.` } }),
  };
}
