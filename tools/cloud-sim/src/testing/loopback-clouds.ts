import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { EstateDeclaration } from '../estate/estate.js';
import { isJsonObject, type JsonObject } from '../http/json-answer.js';
import { startCloudSim, type CloudSim } from '../http/server.js';

export interface PlainAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
}

/** A simulator whose certificate this process trusts until `stop`, as the official Azure clients need it. */
export interface LoopbackClouds extends CloudSim {
  readonly azure: string;
  readonly gcp: string;
  /** One plain request; a body is sent as JSON, an answer that is no JSON object reads as `{}`. */
  ask(method: string, url: string, headers: Readonly<Record<string, string>>, body?: unknown): Promise<PlainAnswer>;
}

export async function startLoopbackClouds(estate: EstateDeclaration): Promise<LoopbackClouds> {
  const sim = await startCloudSim({ estate });
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, sim.caCertificatePem]);
  return {
    ...sim,
    azure: sim.endpoints.azure,
    gcp: sim.endpoints.gcp,
    ask: plainRequest,
    stop: async () => {
      setDefaultCACertificates(trusted);
      await sim.stop();
    },
  };
}

async function plainRequest(method: string, url: string, headers: Readonly<Record<string, string>>, body?: unknown): Promise<PlainAnswer> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(url, { method, headers: { 'content-type': 'application/json', ...headers }, ...sent });
  const text = await response.text();
  const parsed: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: isJsonObject(parsed) ? parsed : {} };
}
