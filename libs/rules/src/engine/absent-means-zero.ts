/**
 * Metrics of which the provider sends nothing where nothing happened, so that no datapoint is zero (`reference/cost.md` §2.4).
 * The one place for it: everywhere else no datapoint is "unknown". What may be believed:
 * - `documented`: the provider's own documentation says so;
 * - `beside-a-pulse`: practice says so. Believed only in a rule that also reads a metric which the resource reports all the
 *   time, at 90 % of its datapoints: then the resource was alive and its monitoring arrived.
 */
export const absentMeansZero: Readonly<Record<string, 'documented' | 'beside-a-pulse'>> = {
  'AWS/ApplicationELB RequestCount': 'documented',
  'AWS/PrivateLinkEndpoints BytesProcessed': 'documented',
  'AWS/DynamoDB ConsumedReadCapacityUnits': 'beside-a-pulse',
  'AWS/DynamoDB ConsumedWriteCapacityUnits': 'beside-a-pulse',
  'AWS/SageMaker Invocations': 'beside-a-pulse',
};

/** What the table says of a metric; undefined: no datapoint is no evidence. */
export function absenceOf(spec: { readonly namespace: string; readonly name: string }): 'documented' | 'beside-a-pulse' | undefined {
  return absentMeansZero[`${spec.namespace} ${spec.name}`];
}
