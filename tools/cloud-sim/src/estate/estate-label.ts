/**
 * What an audit of the estate must find: one entry per resource × fault, from the declaration alone.
 * It is the answer sheet, so no rule code may have a part in it.
 */
export interface EstateLabel {
  readonly cloud: 'aws' | 'azure' | 'gcp';
  /** The rule family that must fail, by its catalogue id (`aws-ebs-volume-unattached`). */
  readonly fault: string;
  /** The id by which the provider's inventory answers name the resource. */
  readonly resourceId: string;
  /** Exact decimal string per month of 30.44 days; null where the bill does not know the resource. */
  readonly monthlySaving: string | null;
  readonly currency: string;
}
