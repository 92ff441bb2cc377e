import type { PriceKey } from '@vitrine/pricing';

/** Hours of a month in list prices (`reference/cost.md` §2.0). */
const monthHours = '730';

function key(region: string, serviceName: string, attributes: Readonly<Record<string, string>>, quantity: string, unit: string): PriceKey {
  return { cloud: 'azure', service: serviceName, region, attributes: { ...attributes, priceType: 'Consumption' }, quantity, unit };
}

/** Managed disks are sold by size class: the smallest class that holds the size. */
const sizeClasses: readonly (readonly [gib: number, name: string])[] = [
  [4, '1'],
  [8, '2'],
  [16, '3'],
  [32, '4'],
  [64, '6'],
  [128, '10'],
  [256, '15'],
  [512, '20'],
  [1024, '30'],
  [2048, '40'],
  [4096, '50'],
  [8192, '60'],
  [16_384, '70'],
  [32_767, '80'],
];
const diskFamilies: Readonly<Record<string, { readonly letter: string; readonly product: string; readonly smallest: number }>> = {
  Premium: { letter: 'P', product: 'Premium SSD Managed Disks', smallest: 4 },
  StandardSSD: { letter: 'E', product: 'Standard SSD Managed Disks', smallest: 4 },
  Standard: { letter: 'S', product: 'Standard HDD Managed Disks', smallest: 32 },
};

/** `Premium_LRS`, 128 GiB → the class P10 LRS. Ultra and Premium v2 are metered by parts and have no class, so no list price here. */
export function diskPriceKeys(
  disk: { readonly skuName: string | null; readonly sizeGb: number | null; readonly tier: string | null },
  region: string,
): PriceKey[] {
  const [familyName, redundancy] = (disk.skuName ?? '').split('_');
  const family = diskFamilies[familyName ?? ''];
  const sizeGb = disk.sizeGb;
  if (family === undefined || redundancy === undefined || sizeGb === null) return [];
  const found = sizeClasses.find(([gib]) => gib >= Math.max(sizeGb, family.smallest));
  if (found === undefined) return [];
  const sizeClass = disk.tier ?? `${family.letter}${found[1]}`;
  return [
    key(
      region,
      'Storage',
      { productName: family.product, skuName: `${sizeClass} ${redundancy}`, meterName: `${sizeClass} ${redundancy} Disk` },
      '1',
      '1/Month',
    ),
  ];
}

/** The whole provisioned size: an incremental snapshot stores less, so this is an upper bound. */
export function snapshotPriceKeys(snapshot: { readonly skuName: string | null; readonly sizeGb: number | null }, region: string): PriceKey[] {
  const redundancy = (snapshot.skuName ?? '').split('_')[1];
  if (snapshot.sizeGb === null || redundancy === undefined) return [];
  return [
    key(
      region,
      'Storage',
      { productName: 'Standard HDD Managed Disks', skuName: `Snapshots ${redundancy}`, meterName: `${redundancy} Snapshots` },
      String(snapshot.sizeGb),
      '1 GB/Month',
    ),
  ];
}

/** Windows and Linux are separate products; Spot and Low Priority rows are dropped by the price reader. */
export function virtualMachinePriceKeys(machine: { readonly vmSize: string | null; readonly osType: string | null }, region: string): PriceKey[] {
  if (machine.vmSize === null || machine.osType === null) return [];
  return [key(region, 'Virtual Machines', { armSkuName: machine.vmSize, operatingSystem: machine.osType }, monthHours, '1 Hour')];
}

export function publicIpPriceKeys(region: string): PriceKey[] {
  return [
    key(region, 'Virtual Network', { productName: 'IP Addresses', skuName: 'Standard', meterName: 'Standard IPv4 Static Public IP' }, monthHours, '1 Hour'),
  ];
}

/** Every instance of a plan is billed, with or without a site. `P1v3` is sold as `P1 v3`. */
export function appServicePlanPriceKeys(
  plan: { readonly skuName: string | null; readonly skuTier: string | null; readonly capacity: number | null; readonly kind: string | null },
  region: string,
): PriceKey[] {
  if (plan.skuName === null || plan.skuTier === null || plan.capacity === null || plan.capacity < 1) return [];
  const tier = plan.skuTier.replace(/V(\d)$/i, ' v$1');
  const product = `Azure App Service ${tier} Plan${plan.kind?.toLowerCase().includes('linux') === true ? ' - Linux' : ''}`;
  return [
    key(region, 'Azure App Service', { productName: product, skuName: plan.skuName.replace(/(\d)v(\d)$/i, '$1 v$2') }, String(730 * plan.capacity), '1 Hour'),
  ];
}

/** Up to five rules are one price; data is another meter and nothing here. */
export function loadBalancerPriceKeys(region: string): PriceKey[] {
  return [
    key(
      region,
      'Load Balancer',
      { productName: 'Load Balancer', skuName: 'Standard', meterName: 'Standard Included LB Rules and Outbound Rules' },
      monthHours,
      '1 Hour',
    ),
  ];
}

export function natGatewayPriceKeys(region: string): PriceKey[] {
  return [key(region, 'NAT Gateway', { productName: 'NAT Gateway', skuName: 'Standard', meterName: 'Standard Gateway' }, monthHours, '1 Hour')];
}
