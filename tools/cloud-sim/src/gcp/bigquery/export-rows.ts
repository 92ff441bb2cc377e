import { DAY_MS } from '../../estate/machine-load.js';
import type { GcpResource } from '../gcp-resource.js';
import type { GcpWorld } from '../gcp-world.js';

/** One row of the detailed export: one resource, one day. */
export interface ExportRow {
  readonly globalName: string;
  readonly resourceName: string;
  readonly projectId: string;
  readonly projectName: string;
  readonly serviceId: string;
  readonly service: string;
  readonly skuId: string;
  readonly sku: string;
  readonly region: string;
  readonly zone: string | null;
  /** UTC midnight of the usage day. */
  readonly day: Date;
  readonly cost: string;
  readonly currency: string;
  readonly billingAccountId: string;
}

/** What a row weighs in a scan; made up, but of the size that real rows have. */
export const BYTES_PER_ROW = 1200;

/** The rows of the estate's bill. Today is never complete, so it has none. */
export function exportRows(world: GcpWorld, now: Date): ExportRow[] {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  return world.resources.flatMap((resource) => {
    const { bill, moreBills, project, scope } = resource;
    const lines = bill === null ? moreBills : [bill, ...moreBills];
    const place = scope.split('/')[1] ?? 'global';
    return lines.flatMap(({ days, sku, dailyCost }) =>
      Array.from({ length: days }, (_, age): ExportRow => ({
        globalName: globalNameOf(resource),
        resourceName: resource.name,
        projectId: project.projectId,
        projectName: project.displayName,
        serviceId: resource.service.id,
        service: resource.service.description,
        skuId: sku.id,
        sku: sku.description,
        region: scope.startsWith('zones/') ? place.replace(/-[a-z]$/, '') : place,
        zone: scope.startsWith('zones/') ? place : null,
        day: new Date(today - (age + 1) * DAY_MS),
        cost: dailyCost,
        currency: world.estate.currency,
        billingAccountId: world.estate.billingExport?.billingAccountId ?? '',
      })),
    );
  });
}

/**
 * The export names a resource by its numeric id, not by its name, and says `disk` where every other API says `disks`:
 * who joins the bill by Cloud Asset's name finds nothing.
 */
export function globalNameOf({ project, scope, collection, numericId, fullName }: GcpResource): string {
  if (!fullName.startsWith('//compute.googleapis.com/')) return fullName;
  return `//compute.googleapis.com/projects/${project.projectId}/${scope}/${collection === 'disks' ? 'disk' : collection}/${numericId}`;
}
