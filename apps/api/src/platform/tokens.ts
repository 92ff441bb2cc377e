/** `@Inject(API_CONFIG) config: ApiConfig`; apart from the module, so that features do not import what imports them. */
export const API_CONFIG = Symbol('ApiConfig');
