import type { AbortSignalLike } from '@azure/abort-controller';
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { describe, expect, it } from '@jest/globals';
import { silentObserver } from '../gate/call-observer.js';
import { pins, subscription } from '../gate/fixtures/gate-reason.js';
import { createGate } from '../gate/gate.js';
import { isAdmitted, type AdmittedRequest } from '../gate/wire-request.js';
import { manifest } from '../operations/manifest.js';
import { gatedHttpClient, gatePolicy } from './azure-http-client.js';
import type { HttpSender, WireResponse } from './http-sender.js';

const id = 'Microsoft.Authorization/roleAssignments/read';
const url = `https://management.azure.com/subscriptions/${subscription}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`;
const gate = createGate({ endpoints: {}, operations: manifest, pins, observer: silentObserver });

function sending(): { sent: { request: AdmittedRequest; signal: AbortSignal }[]; sender: HttpSender } {
  const sent: { request: AdmittedRequest; signal: AbortSignal }[] = [];
  const sender: HttpSender = {
    send: (request, signal) => (sent.push({ request, signal }), Promise.resolve({ status: 202, headers: { 'x-one': '1' }, body: Buffer.from('é') })),
    close: () => undefined,
  };
  return { sent, sender };
}

describe('the last step of an Azure pipeline', () => {
  it('sends what the gate admitted, in lower case and without a body where there is none, and gives the answer back as it came', async () => {
    const { sent, sender } = sending();
    const seen: WireResponse[] = [];
    const client = gatedHttpClient(
      gate,
      sender,
      () => [id],
      (response) => void seen.push(response),
    );
    const request = createPipelineRequest({ url, headers: createHttpHeaders({ Accept: 'application/json' }) });
    const answer = await client.sendRequest(request);
    expect([answer.status, answer.headers.get('x-one'), answer.bodyAsText, answer.request]).toEqual([202, '1', 'é', request]);
    expect(seen).toEqual([{ status: 202, headers: { 'x-one': '1' }, body: Buffer.from('é') }]);
    expect(sent[0]?.request).toMatchObject({ method: 'GET', url, headers: { accept: 'application/json' }, body: null });
    expect(sent.map(({ request: each }) => isAdmitted(each))).toEqual([true]);
    expect((await gatedHttpClient(gate, sender, () => [id]).sendRequest(request)).status).toBe(202);
  });

  it('sends nothing that is not declared, nor a body that cannot be compared', async () => {
    const { sent, sender } = sending();
    const send = (more: Partial<Parameters<typeof createPipelineRequest>[0]>, ids = [id]): Promise<unknown> =>
      gatedHttpClient(gate, sender, () => ids).sendRequest(createPipelineRequest({ url, ...more }));
    await expect(send({ method: 'DELETE' })).rejects.toMatchObject({ code: 'operation-not-declared' });
    await expect(send({}, [])).rejects.toMatchObject({ code: 'operation-not-declared' });
    for (const body of [new Blob(['x']), new Uint8Array(1), (): NodeJS.ReadableStream => process.stdin]) {
      await expect(send({ method: 'POST', body }, ['one', 'two'])).rejects.toMatchObject({ code: 'request-malformed', internal: 'one, two: body is not text' });
    }
    // No body, said the other way; it is compared like a missing one.
    expect(await send({ body: null })).toMatchObject({ status: 202 });
    expect(sent).toHaveLength(1);
  });

  it('stops with its caller, whatever kind of signal the pipeline has', async () => {
    const { sent, sender } = sending();
    const client = gatedHttpClient(gate, sender, () => [id]);
    const send = (abortSignal?: NonNullable<Parameters<typeof createPipelineRequest>[0]['abortSignal']>): Promise<unknown> =>
      client.sendRequest(createPipelineRequest({ url, ...(abortSignal === undefined ? {} : { abortSignal }) }));
    const real = new AbortController();
    await send(real.signal);
    expect(sent[0]?.signal).toBe(real.signal);
    await send();
    expect(sent[1]?.signal.aborted).toBe(false);

    const listeners: (() => void)[] = [];
    const alike = (aborted: boolean): AbortSignalLike => ({
      aborted,
      addEventListener: (_type: 'abort', listener: (this: AbortSignalLike, event: unknown) => unknown) =>
        void listeners.push(() => listener.call(alike(true), {})),
      removeEventListener: () => undefined,
    });
    await send(alike(true));
    expect(sent[2]?.signal.aborted).toBe(true);
    listeners.length = 0;
    await send(alike(false));
    expect(sent[3]?.signal.aborted).toBe(false);
    for (const listener of listeners) listener();
    expect(sent[3]?.signal.aborted).toBe(true);
  });
});

describe('the gate as a policy of an Azure pipeline', () => {
  it('has a name by which its removal is seen, and stands before whatever HTTP client is put behind it', async () => {
    const policy = gatePolicy(gate, () => [id]);
    expect(policy.name).toBe('vitrineGatePolicy');
    const passed: string[] = [];
    const next: Parameters<typeof policy.sendRequest>[1] = (request) => (
      passed.push(request.url),
      Promise.resolve({ request, status: 200, headers: createHttpHeaders() })
    );
    expect(await policy.sendRequest(createPipelineRequest({ url }), next)).toMatchObject({ status: 200 });
    // Its refusal comes before anything asynchronous does.
    expect(() => policy.sendRequest(createPipelineRequest({ url, method: 'DELETE' }), next)).toThrow(
      expect.objectContaining({ code: 'operation-not-declared' }),
    );
    expect(passed).toEqual([url]);
  });
});
