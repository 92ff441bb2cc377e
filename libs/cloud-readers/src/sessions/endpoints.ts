import { z } from 'zod';

/** An origin and nothing else: no path, no query, no user part that could hide a second host. */
const originSchema = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === text.replace(/\/$/, '') && url.username === '';
}, 'must be an origin such as https://127.0.0.1:8443');

const optionalOrigin = originSchema.transform((text) => new URL(text).origin).optional();

export const endpointsSchema = z.strictObject({
  aws: optionalOrigin,
  azureArm: optionalOrigin,
  azureAuthority: optionalOrigin,
  azureGraph: optionalOrigin,
  azureMetrics: optionalOrigin,
  azureRetail: optionalOrigin,
  /** Storage accounts, each as the first segment of the path. */
  azureBlob: optionalOrigin,
  gcp: optionalOrigin,
  /** `http://host:port` of the CONNECT proxy through which alone the clouds are reached; public hosts and overrides alike. */
  egressProxy: optionalOrigin.refine((origin) => origin?.startsWith('http://') ?? true, 'must be http://: TLS is spoken through the tunnel'),
  /** PEM text of a further certificate authority, trusted beside the public ones. */
  extraCa: z.string().startsWith('-----BEGIN CERTIFICATE-----').optional(),
});

/**
 * Where the clouds answer when it is not at their public hosts: a simulator, a sovereign cloud, a private link.
 * Only Vitrine's operator sets these; nothing that an organization submits may reach this type.
 */
export type Endpoints = z.infer<typeof endpointsSchema>;

/** The public hosts of the providers. */
export const publicEndpoints: Endpoints = {};

const names = {
  aws: 'VITRINE_AWS_ENDPOINT',
  azureArm: 'VITRINE_AZURE_ARM_ENDPOINT',
  azureAuthority: 'VITRINE_AZURE_AUTHORITY',
  azureGraph: 'VITRINE_AZURE_GRAPH_ENDPOINT',
  azureMetrics: 'VITRINE_AZURE_METRICS_ENDPOINT',
  azureRetail: 'VITRINE_AZURE_RETAIL_ENDPOINT',
  azureBlob: 'VITRINE_AZURE_BLOB_ENDPOINT',
  gcp: 'VITRINE_GCP_ENDPOINT',
  egressProxy: 'VITRINE_EGRESS_PROXY',
} as const;

/** Every variable that `endpointsFromEnvironment` reads. */
export const endpointVariables: readonly string[] = [...Object.values(names), 'VITRINE_EXTRA_CA_FILE'];

/**
 * Reads the operator's overrides. `readText` reads the file of `VITRINE_EXTRA_CA_FILE`.
 * @throws ZodError naming the member (never its value) that is not an origin
 */
export function endpointsFromEnvironment(environment: Readonly<Record<string, string | undefined>>, readText: (path: string) => string): Endpoints {
  const given: Record<string, string> = {};
  for (const [member, name] of Object.entries(names)) {
    const value = environment[name];
    if (value !== undefined && value !== '') given[member] = value;
  }
  const file = environment['VITRINE_EXTRA_CA_FILE'];
  if (file !== undefined && file !== '') given['extraCa'] = readText(file);
  return endpointsSchema.parse(given);
}
