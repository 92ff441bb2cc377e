import { decimalText, exact, type Finding } from '@vitrine/contracts';
import { counts, type EstateComparison } from '@vitrine/report';
import type { DemoLabel } from './demo-clouds.js';

export interface DemoComparison extends EstateComparison {
  /** Faults of the label that no finding names, and findings that the label does not know. Rules that could not judge are left out. */
  readonly missing: readonly DemoLabel[];
  readonly unexpected: readonly Finding[];
  /** Findings whose money is compared; the others have a list price or none. */
  readonly compared: ReadonlySet<string>;
}

/**
 * The estate's answer sheet against what was found: by resource, and in money to the cent. Only money from the bill is compared:
 * where the bill knows no row the label says "unknown", and a list price that Vitrine found there is not its business.
 */
export function compareWithLabel(labels: readonly DemoLabel[], findings: readonly Finding[], blind: ReadonlySet<string>): DemoComparison {
  const standing = findings.filter(counts);
  const labelled = new Map(labels.map((each) => [key(each), each]));
  const found = new Map(standing.map((each) => [key(each), each]));
  // A finding that the label does not know is money all the same: it must make the sums differ.
  const priced = standing.filter((finding) => labelled.get(key(finding))?.monthlySaving !== null && finding.saving.savingRealisableMonthly !== null);
  const currencies = [...new Set(labels.filter(({ monthlySaving }) => monthlySaving !== null).map(({ currency }) => currency))].sort();
  const amounts = currencies.map((currency) => {
    const expected = sum(labels.flatMap((each) => (each.currency === currency && each.monthlySaving !== null ? [each.monthlySaving] : [])));
    const total = sum(
      priced.flatMap(({ saving }) => (saving.currency === currency && saving.savingRealisableMonthly !== null ? [saving.savingRealisableMonthly] : [])),
    );
    return { currency, expected, found: total, equal: exact(expected).toFixed(2) === exact(total).toFixed(2) };
  });
  return {
    amounts,
    equal: amounts.every(({ equal }) => equal),
    missing: labels.filter((each) => !found.has(key(each)) && !blind.has(each.fault)),
    unexpected: standing.filter((finding) => !labelled.has(key(finding))),
    compared: new Set(priced.map(({ id }) => id)),
  };
}

/** A resource as its own service names it, and as Cloud Asset Inventory, whose names the label has; the last part alone where services give no more. */
const googleNames: readonly (readonly [RegExp, string])[] = [
  [/^https:\/\/www\.googleapis\.com\/compute\/v1\//, '//compute.googleapis.com/'],
  [/^https:\/\/container\.googleapis\.com\/v1\//, '//container.googleapis.com/'],
  [/^([^/:]+):[^/:]+:([^/:]+)$/, '//cloudsql.googleapis.com/projects/$1/instances/$2'],
  [/^gs:\/\//, '//storage.googleapis.com/'],
  [/^(?=projects\/[^/]+\/locations\/[^/]+\/buckets\/)/, '//logging.googleapis.com/'],
  [/^\/\/aiplatform\.googleapis\.com\/.*\/endpoints\/(?=\d+$)/, ''],
];

/** Google names a resource in as many ways as it has services; ARM ids have no case. */
function key({ cloud, resourceId }: { readonly cloud: string; readonly resourceId: string }): string {
  const name = cloud === 'gcp' ? googleNames.reduce((text, [way, asset]) => text.replace(way, asset), resourceId) : resourceId;
  return `${cloud} ${name.toLowerCase()}`;
}

function sum(amounts: readonly string[]): string {
  return decimalText(amounts.reduce((total, amount) => total.plus(exact(amount)), exact('0')));
}
