/** `https://www.googleapis.com/compute/v1/projects/p/zones/z/disks/d` and its short forms → `projects/p/zones/z/disks/d`, so that links compare. */
export function resourcePath(link: string): string {
  const at = link.indexOf('projects/');
  return (at === -1 ? link : link.slice(at)).toLowerCase();
}

/** Cloud Asset's full resource name, which the billing export uses as `resource.global_name`. */
export function computeCanonicalId(link: string): string {
  return `//compute.googleapis.com/${resourcePath(link)}`;
}

/** Set by the service that made a machine: `projects/…/instanceGroupManagers/web`. */
export function isGroupMember(createdBy: string | null): boolean {
  return createdBy !== null && createdBy.includes('/instanceGroupManagers/');
}
