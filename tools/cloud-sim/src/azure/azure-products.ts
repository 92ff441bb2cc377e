/** What the retail price list sells a resource as, in the price list's own names. The price is our own invention. */
export interface AzureProduct {
  readonly serviceName: string;
  readonly productName: string;
  readonly skuName: string;
  readonly meterName: string;
  readonly armSkuName: string;
  readonly unitOfMeasure: '1 Hour' | '1/Month' | '1 GB/Month';
  /** USD of one unit: made up, of a plausible size. */
  readonly listPrice: number;
}

const hourly = (serviceName: string, productName: string, skuName: string, meterName: string, listPrice: number): AzureProduct => ({
  serviceName,
  productName,
  skuName,
  meterName,
  armSkuName: '',
  unitOfMeasure: '1 Hour',
  listPrice,
});

export const publicIpProduct = hourly('Virtual Network', 'IP Addresses', 'Standard', 'Standard IPv4 Static Public IP', 0.005);
export const loadBalancerProduct = hourly('Load Balancer', 'Load Balancer', 'Standard', 'Standard Included LB Rules and Outbound Rules', 0.025);
export const natGatewayProduct = hourly('NAT Gateway', 'NAT Gateway', 'Standard', 'Standard Gateway', 0.045);
export const appServicePlanProduct = hourly('Azure App Service', 'Azure App Service Premium v3 Plan - Linux', 'P1 v3', 'P1 v3 App', 0.155);

export const snapshotProduct: AzureProduct = {
  serviceName: 'Storage',
  productName: 'Standard HDD Managed Disks',
  skuName: 'Snapshots LRS',
  meterName: 'LRS Snapshots',
  armSkuName: '',
  unitOfMeasure: '1 GB/Month',
  listPrice: 0.05,
};

const SIZE_CLASSES: readonly (readonly [gib: number, name: string])[] = [
  [32, '4'],
  [64, '6'],
  [128, '10'],
  [256, '15'],
  [512, '20'],
  [1024, '30'],
];
const DISK_FAMILIES: Readonly<Record<string, { readonly letter: string; readonly product: string; readonly perGib: number }>> = {
  Premium: { letter: 'P', product: 'Premium SSD Managed Disks', perGib: 0.17 },
  StandardSSD: { letter: 'E', product: 'Standard SSD Managed Disks', perGib: 0.085 },
  Standard: { letter: 'S', product: 'Standard HDD Managed Disks', perGib: 0.045 },
};

/** A managed disk is sold by the smallest size class that holds it; null for what is sold otherwise. */
export function diskProduct(sku: string, sizeGb: number): AzureProduct | null {
  const [familyName = '', redundancy = 'LRS'] = sku.split('_');
  const family = DISK_FAMILIES[familyName];
  const size = SIZE_CLASSES.find(([gib]) => gib >= sizeGb);
  if (family === undefined || size === undefined) return null;
  const name = `${family.letter}${size[1]}`;
  return {
    serviceName: 'Storage',
    productName: family.product,
    skuName: `${name} ${redundancy}`,
    meterName: `${name} ${redundancy} Disk`,
    armSkuName: `${familyName}_SSD_Managed_Disk_${name}`,
    unitOfMeasure: '1/Month',
    listPrice: Math.round(size[0] * family.perGib * 100) / 100,
  };
}

/** Linux machines only, which is what estates have; `Standard_D2s_v5` is sold as `D2s v5`. */
export function virtualMachineProduct(size: string): AzureProduct {
  const skuName = size.replace(/^Standard_/, '').replaceAll('_', ' ');
  const cores = Number(/\d+/.exec(skuName)?.[0] ?? 1);
  const series = skuName.replace(/\d+(?=[a-z]* )/, '').replace(' ', '');
  return { ...hourly('Virtual Machines', `Virtual Machines ${series} Series`, skuName, skuName, cores * 0.06), armSkuName: size };
}
