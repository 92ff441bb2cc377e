import type { SimEndpoints } from './server.js';

/** The variables that point a worker at the simulated clouds; that it trusts their certificate is `VITRINE_EXTRA_CA_FILE`, which each writes itself. */
export function endpointVariablesOf(endpoints: Omit<SimEndpoints, 'gcpToken'>): Record<string, string> {
  return {
    VITRINE_AWS_ENDPOINT: endpoints.aws,
    VITRINE_AZURE_ARM_ENDPOINT: endpoints.azure,
    VITRINE_AZURE_AUTHORITY: endpoints.azureAuthority,
    VITRINE_AZURE_GRAPH_ENDPOINT: endpoints.azureGraph,
    VITRINE_AZURE_METRICS_ENDPOINT: endpoints.azureMetrics,
    VITRINE_AZURE_RETAIL_ENDPOINT: endpoints.azurePrices,
    VITRINE_AZURE_BLOB_ENDPOINT: endpoints.azureBlob,
    VITRINE_GCP_ENDPOINT: endpoints.gcp,
  };
}
