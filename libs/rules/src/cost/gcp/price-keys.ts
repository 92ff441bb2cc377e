import { decimalText, exact } from '@vitrine/contracts';
import type { PriceKey } from '@vitrine/pricing';

/** Compute Engine in the Cloud Billing catalogue. */
const computeEngine = '6F81-5844-456A';
const gib = 2 ** 30;

/** `europe-west1-b` → `europe-west1`: prices are per region, resources often in a zone. */
function regionOfZone(place: string): string {
  return place.replace(/^([a-z]+-[a-z]+\d+)-[a-z]$/, '$1');
}

/** `description` is the start of the SKU's text, which the catalogue ends with the region's name. */
function key(region: string, description: string, resourceGroup: string, quantity: string, unit: string): PriceKey {
  return {
    cloud: 'gcp',
    service: computeEngine,
    region: regionOfZone(region),
    attributes: { description, resourceGroup, usageType: 'OnDemand' },
    quantity,
    unit,
  };
}

const diskSkus: Readonly<Record<string, readonly [description: string, resourceGroup: string]>> = {
  'pd-standard': ['Storage PD Capacity', 'PDStandard'],
  'pd-balanced': ['Balanced PD Capacity', 'SSD'],
  'pd-ssd': ['SSD backed PD Capacity', 'SSD'],
};

/** Regional disks and hyperdisks are metered otherwise; their list price is unknown here rather than wrong. */
export function diskPriceKeys(disk: { readonly type: string | null; readonly sizeGb: number; readonly zone: string | null }, region: string): PriceKey[] {
  const sku = diskSkus[disk.type ?? ''];
  return sku === undefined || disk.zone === null ? [] : [key(region, sku[0], sku[1], String(disk.sizeGb), 'GiBy.mo')];
}

export function addressPriceKeys(region: string): PriceKey[] {
  return [key(region, 'Static Ip Charge', 'IpAddress', '730', 'h')];
}

/** Real stored bytes: Google tells what the snapshot holds beside its chain. */
export function snapshotPriceKeys(storageBytes: number | null, region: string): PriceKey[] {
  return storageBytes === null ? [] : [key(region, 'Storage PD Snapshot', 'PdSnapshot', decimalText(exact(storageBytes).dividedBy(gib)), 'GiBy.mo')];
}

export function imagePriceKeys(archiveSizeBytes: number | null, region: string): PriceKey[] {
  return archiveSizeBytes === null ? [] : [key(region, 'Storage Image', 'StorageImage', decimalText(exact(archiveSizeBytes).dividedBy(gib)), 'GiBy.mo')];
}
