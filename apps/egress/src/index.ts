export { allowedHosts } from './allowed-hosts.generated.js';
export { startEgressProxy, type EgressOptions, type EgressProxy } from './egress-proxy.js';
export { isPublicAddress } from '@vitrine/public-address';
export type { Resolve } from './destination.js';
export type { TunnelLine } from './tunnel-log.js';
