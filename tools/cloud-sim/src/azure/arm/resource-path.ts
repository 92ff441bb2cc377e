/** What an ARM path under one subscription names. */
export type ResourcePath =
  | { readonly kind: 'collection'; readonly resourceGroup: string | null; readonly type: string }
  | { readonly kind: 'resource'; readonly id: string; readonly type: string }
  | { readonly kind: 'action'; readonly id: string; readonly type: string; readonly action: string };

/**
 * Reads `/subscriptions/{s}[/resourceGroups/{g}]/providers/{namespace}/{type}[/{name}[/{action}]]`, types nested or not.
 * Null for a path of another form.
 */
export function readResourcePath(path: string): ResourcePath | null {
  const parts = /^\/subscriptions\/[^/]+(?:\/resourcegroups\/([^/]+))?\/providers\/([^/]+)\/(.+)$/i.exec(path);
  const [, group, namespace, rest] = parts ?? [];
  if (namespace === undefined || rest === undefined) return null;
  const segments = rest.split('/');
  const types = segments.filter((_, place) => place % 2 === 0);
  if (segments.length % 2 === 0) return { kind: 'resource', id: path, type: `${namespace}/${types.join('/')}` };
  if (segments.length === 1) return { kind: 'collection', resourceGroup: group ?? null, type: `${namespace}/${rest}` };
  const action = segments.at(-1) ?? '';
  return { kind: 'action', id: path.slice(0, -action.length - 1), type: `${namespace}/${types.slice(0, -1).join('/')}`, action };
}
