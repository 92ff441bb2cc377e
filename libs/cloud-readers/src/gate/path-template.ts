const guid = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';
const armScope = new RegExp(`^subscriptions/${guid}(?:/resourceGroups/[\\w.()-]{1,90}(?:/providers/[\\w.]{1,80}(?:/[\\w.()-]{1,200}){2,8})?)?$`);

/** Holes whose values have one known form, whatever operation they stand in. */
const knownHoles: Readonly<Record<string, RegExp>> = {
  subscriptionId: new RegExp(`^${guid}$`),
  tenantId: new RegExp(`^${guid}$`),
  project: /^(?:[a-z0-9.-]{1,100}:)?[a-z0-9][a-z0-9-]{2,61}[a-z0-9]$/,
  email: /^[a-z0-9][a-z0-9._-]{1,100}@[a-z0-9.-]{3,150}$/,
  // A name that is none (an access point's ARN, say) would be another resource of another account.
  bucket: /^[A-Za-z0-9][\w.-]{1,253}[A-Za-z0-9]$/,
  container: /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  service: /^[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}$/,
};

/** Names of files in a bucket or a container. */
const fileHoles: ReadonlySet<string> = new Set(['+key', '+blob']);

/**
 * A file's name: segments none of which is empty or climbs. Of all that S3 and Blob Storage allow in one, only what providers use in exports,
 * and nothing that their signatures encode in a way of their own.
 */
export function isFileName(value: string): boolean {
  if (value.length > 1024) return false;
  return value.split('/').every((segment) => /^[\w.=:+@,&$ ~-]+$/.test(segment) && segment !== '.' && segment !== '..');
}

/** One hole's value: a single segment that stays one, an ARM resource path or a file's name. A dot segment would climb to another path. */
export function isHoleValue(name: string, value: string): boolean {
  if (fileHoles.has(name)) return isFileName(value);
  if (name.startsWith('+')) return armScope.test(value);
  const known = knownHoles[name];
  if (known !== undefined) return known.test(value);
  return /^[\w.~@:-]{1,300}$/.test(value) && value !== '.' && value !== '..';
}

/** Fills a template. Returns null where a hole is missing, unknown or not of its form. */
export function fillPath(template: string, holes: Readonly<Record<string, string>>): string | null {
  let wellFormed = true;
  const used = new Set<string>();
  const path = template.replaceAll(/\{(\+?\w+)\}/g, (_match, hole: string) => {
    const name = hole.replace('+', '');
    const value = holes[name];
    used.add(name);
    if (value === undefined || !isHoleValue(hole, value)) {
      wellFormed = false;
      return '';
    }
    return hole.startsWith('+') ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value);
  });
  return wellFormed && Object.keys(holes).every((name) => used.has(name)) ? path : null;
}

/** Compares a path with a template. Returns the holes' decoded values, or null where it is another path. */
export function matchPath(template: string, path: string): Readonly<Record<string, string>> | null {
  const names: string[] = [];
  const pattern = template
    .split(/(\{\+?\w+\})/)
    .map((part) => {
      if (!part.startsWith('{')) return part.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
      names.push(part.slice(1, -1));
      return part.startsWith('{+') ? '(.+)' : '([^/:?#]+)';
    })
    .join('');
  const found = new RegExp(`^${pattern}$`).exec(path);
  if (found === null) return null;
  const holes: Record<string, string> = {};
  for (const [index, hole] of names.entries()) {
    const value = decodeOnce(found[index + 1] ?? '');
    if (value === null || !isHoleValue(hole, value)) return null;
    holes[hole.replace('+', '')] = value;
  }
  return holes;
}

function decodeOnce(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
