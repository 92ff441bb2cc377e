import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import type { ShippedPackage } from './shipped-packages.js';

/**
 * CycloneDX 1.6 of one app, as JSON. No time and no random serial number: the same bundle has the same bill of materials, byte for byte.
 * @param app its name in the bill
 * @param sha256 of the bundle, hex
 */
export function billOfMaterials(app: string, version: string, sha256: string, packages: readonly ShippedPackage[]): string {
  const components = packages.map(({ name, version: its, licence, sha512 }) => {
    const purl = `pkg:npm/${name.replace('@', '%40')}@${its}`;
    return new Models.Component(Enums.ComponentType.Library, name, {
      version: its,
      purl,
      bomRef: purl,
      licenses: new Models.LicenseRepository([licenceOf(licence)]),
      hashes: new Models.HashDictionary([[Enums.HashAlgorithm['SHA-512'], sha512]]),
    });
  });
  const main = new Models.Component(Enums.ComponentType.Application, app, {
    version,
    bomRef: app,
    hashes: new Models.HashDictionary([[Enums.HashAlgorithm['SHA-256'], sha256]]),
    dependencies: new Models.BomRefRepository(components.map(({ bomRef }) => bomRef)),
  });
  const bom = new Models.Bom({ metadata: new Models.Metadata({ component: main }), components: new Models.ComponentRepository(components) });
  return new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6)).serialize(bom, { sortLists: true, space: 2 });
}

/** An SPDX id where it is one word; an expression otherwise. */
function licenceOf(licence: string): Models.License {
  return / (OR|AND|WITH) /.test(licence) ? new Models.LicenseExpression(licence) : new Models.NamedLicense(licence);
}
