/** What the policies said, as a trail entry can carry it: ids of policies and the version of their set, nothing of the request. */
export interface PolicyDecision {
  readonly effect: 'allow' | 'deny';
  /** The policies that decided, sorted; a denial without any is the default. */
  readonly policyIds: readonly string[];
  /** Of the whole set, see `policies/version`. */
  readonly policySet: string;
}
