import type { ResourceIdentity } from '@vitrine/cloud-readers';

/** An organization's own tag rule: `Key`, or `Key==Value`. No patterns: a tenant's regular expression could stall a worker. */
export interface TagRule {
  readonly key: string;
  readonly value: string | null;
}

/** Of a key in lower case. */
type TagTest = (key: string) => boolean;
const prefix =
  (...starts: readonly string[]): TagTest =>
  (key) => {
    for (const start of starts) if (key.startsWith(start)) return true;
    return false;
  };
const named =
  (...names: readonly string[]): TagTest =>
  (key) =>
    names.includes(key);

/** Who else owns a resource so marked: its state is somebody else's decision, and deleting it by hand breaks them. */
const byTag: readonly { readonly because: string; readonly test: TagTest }[] = [
  {
    because: 'owned by Kubernetes',
    test: prefix(
      'kubernetes.io/',
      'kubernetes.io-',
      'k8s.io/',
      'k8s-azure-',
      'aks-managed-',
      'goog-gke-',
      'goog-k8s-',
      'ebs.csi.aws.com/',
      'eks:',
      'elbv2.k8s.aws/',
      'karpenter.sh/',
      'csivolumesnapshot',
    ),
  },
  { because: 'member of a scaling group', test: named('aws:autoscaling:groupname') },
  { because: 'owned by a managed data service', test: prefix('goog-dataflow-', 'goog-dataproc-', 'goog-composer-') },
  { because: 'kept by a backup service', test: prefix('aws:backup:', 'aws:dlm:', 'dlm:managed', 'rsvaultbackup') },
  { because: 'replica for disaster recovery', test: named('asr-replicadisk') },
];

/** Azure Site Recovery marks by name where it does not tag (azure-orphan-resources#86). */
const siteRecoveryName = /(-asrreplica$|^ms-asr-|^asrseeddisk-)/i;
/** Resource groups that AKS and Databricks create for themselves and reconcile. */
const managedGroup = /\/resourcegroups\/(mc_|databricks-rg-)/i;

/** The organization's own tag rule that leaves this resource out, or null. */
export function organizationExclusion(identity: ResourceIdentity, rules: readonly TagRule[]): TagRule | null {
  return (
    rules.find((rule) => {
      const value = identity.tags[rule.key];
      return value !== undefined && (rule.value === null || rule.value === value);
    }) ?? null
  );
}

/** Why no cost rule judges this resource, or null. Counted as `not_applicable` with the reason, never dropped. */
export function globalExclusion(identity: ResourceIdentity, organizationRules: readonly TagRule[] = []): string | null {
  const own = organizationExclusion(identity, organizationRules);
  if (own !== null) return `left out by the organization: tag ${own.key}`;
  const tagged = ownerByTags(identity.tags);
  if (tagged !== null) return tagged;
  if (identity.name !== null && siteRecoveryName.test(identity.name)) return 'replica for disaster recovery (name of Azure Site Recovery)';
  if (managedGroup.test(identity.canonicalId)) return 'in a resource group that a managed service owns';
  return null;
}

/** The first of `byTag` that any tag has, and the first such tag. */
function ownerByTags(tags: ResourceIdentity['tags']): string | null {
  let owner = byTag.length;
  let tag = '';
  for (const key in tags) {
    if (!Object.hasOwn(tags, key)) continue;
    const lower = key.toLowerCase();
    for (let at = 0; at < owner; at += 1) {
      if (byTag[at]?.test(lower) !== true) continue;
      owner = at;
      tag = key;
    }
  }
  const because = byTag[owner]?.because;
  return because === undefined ? null : `${because} (tag ${tag})`;
}
