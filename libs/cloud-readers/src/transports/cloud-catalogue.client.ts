import { v1 } from '@google-cloud/billing';
import type { CallResult, CloudRequest } from '../engine/cloud-request.js';
import type { Operation } from '../operations/operation.js';
import { noAnswer, requestMalformed, unavailableFrom } from './call-failure.js';
import { gatedFetch, type GoogleThrough } from './google-client.js';
import { googleFailure, googleRequestId } from './google-error.js';
import { causeOf, type GoogleToken } from './gcp.transport.js';
import type { WireResponse } from './http-sender.js';
import { parseJsonBody } from './json-body.js';
import type { ResponseMeter, Transport } from './transport.js';

export interface CloudCatalogueOptions extends GoogleThrough {
  readonly token: GoogleToken;
  readonly clock: () => Date;
  readonly meter: ResponseMeter;
}

type CatalogueAuth = NonNullable<NonNullable<ConstructorParameters<typeof v1.CloudCatalogClient>[0]>['auth']>;

/** The price list through Google's own client in REST form; its auth client is ours, so every request it makes passes the gate. */
export function createCloudCatalogueTransport({ token, clock, meter, ...through }: CloudCatalogueOptions): Transport {
  async function once(operation: Operation, request: CloudRequest, trace: Readonly<Record<string, string>>, signal: AbortSignal): Promise<CallResult> {
    const service = request.path?.['service'];
    if (operation.id !== 'cloudbilling.services.skus.list' || service === undefined) throw requestMalformed(operation.id, 'not the catalogue');
    const heard: { last?: WireResponse } = {};
    const auth = gatedAuth(through, operation.id, await token(), trace, signal, heard);
    const client = new v1.CloudCatalogClient({ fallback: true, auth });
    try {
      const { pageToken, pageSize, currencyCode } = request.query ?? {};
      await client.listSkus(
        {
          parent: `services/${service}`,
          pageSize: Number(pageSize ?? '5000'),
          ...(pageToken === undefined ? {} : { pageToken }),
          ...(currencyCode === undefined ? {} : { currencyCode }),
        },
        { autoPaginate: false },
      );
    } catch (error) {
      signal.throwIfAborted();
      // An answer with an error status is read below in Google's own words; without an answer, the fault itself is.
      if (heard.last === undefined) return unavailableFrom(causeOf(error), operation.id);
    } finally {
      await client.close();
    }
    const response = heard.last;
    if (response === undefined) return noAnswer(operation.id);
    meter.bytes = response.body.length;
    if (response.status !== 200) return googleFailure(operation, response, clock());
    return readBody(response, operation.id);
  }
  return { once };
}

/** The JSON itself, not the client's decoded messages: `units` is an int64 that must stay text. */
function readBody(response: WireResponse, operation: string): CallResult {
  try {
    return { outcome: 'read', body: parseJsonBody(response.body), requestId: googleRequestId(response) };
  } catch (error) {
    return unavailableFrom(error, operation);
  }
}

/** The client's auth face, as far as its REST form uses it: a `fetch` that signs and passes the gate. */
function gatedAuth(
  through: GoogleThrough,
  id: string,
  token: string,
  trace: Readonly<Record<string, string>>,
  signal: AbortSignal,
  heard: { last?: WireResponse },
): CatalogueAuth {
  const send = gatedFetch(through, [id], (response) => (heard.last = response));
  const auth = {
    fetch: (url: string, init: RequestInit) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${token}`);
      for (const [name, value] of Object.entries(trace)) headers.set(name, value);
      return send(url, { method: init.method ?? 'GET', headers, signal });
    },
    universeDomain: 'googleapis.com',
    getRequestHeaders: () => Promise.resolve(new Headers()),
  };
  // gax declares the whole GoogleAuth class but calls only these members in REST form; a real one would look for ambient credentials.
  return auth as unknown as CatalogueAuth;
}
