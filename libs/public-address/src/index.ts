export { isPublicAddress } from './public-address.js';
export { resolvePublic, systemResolve, type PublicResolution, type Resolve } from './resolve-public.js';
