/**
 * What a provider advises for one resource, in one form for all clouds. An item of an advice reader; its `identify` names the
 * resource that the advice is about by the same canonical id as inventory readers do, so that both meet in one opportunity.
 */
export type ProviderAdvice =
  | {
      readonly enrolled: true;
      /** `aws.cost-optimization-hub`, `azure.advisor`, `gcp.recommender`. */
      readonly source: string;
      readonly adviceId: string;
      /** In the provider's word: `Rightsize`, `Stop`. */
      readonly action: string;
      /** Ours for it; null for an action that we do not know, or that is advice on commitments (read apart). */
      readonly actionGroup: 'terminate' | 'resize' | 'modernise' | null;
      readonly resourceArn: string;
      readonly resourceId: string;
      readonly region: string | null;
      readonly tags: Readonly<Record<string, string>>;
      readonly now: string | null;
      readonly advised: string | null;
      /** Decimal text a month; null where the provider says none. */
      readonly costNow: string | null;
      readonly saving: string | null;
      readonly currency: string | null;
      /** What the number rests on, kept with it. */
      readonly lookbackDays: number | null;
      readonly estimationMode: string | null;
      readonly refreshedAt: string | null;
    }
  /** The customer has not switched the service on: nothing is advised, which is not "nothing to advise". */
  | { readonly enrolled: false; readonly source: string; readonly accountId: string };
