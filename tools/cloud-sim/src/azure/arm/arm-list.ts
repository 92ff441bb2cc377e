import type { SimResponse } from '../../http/cloud-handler.js';
import { jsonAnswer, pageOffset, pageToken, type JsonValue } from '../../http/json-answer.js';
import type { AzureCall } from '../azure-call.js';
import { badRequest } from './arm-error.js';

/** A page of an ARM list: `value`, and a `nextLink` on this very host while there is more. */
export function armList(call: AzureCall, items: readonly JsonValue[], pageSize: number): SimResponse {
  const { url } = call.request;
  const token = url.searchParams.get('$skiptoken');
  const offset = token === null ? 0 : pageOffset(token);
  if (offset === null) return badRequest('The skip token is invalid.');
  const end = offset + pageSize;
  if (end >= items.length) return jsonAnswer(200, { value: items.slice(offset) });
  const next = new URL(url);
  next.searchParams.set('$skiptoken', pageToken(end));
  return jsonAnswer(200, { value: items.slice(offset, end), nextLink: next.href });
}
