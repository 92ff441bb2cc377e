/** Id prefixes by which Cost Explorer names EC2 resources, and the ARN's word for each. Longest first, since `i-` is short. */
const resourceWords: readonly (readonly [prefix: string, word: string])[] = [
  ['eipalloc-', 'elastic-ip'],
  ['snap-', 'snapshot'],
  ['vol-', 'volume'],
  ['nat-', 'natgateway'],
  ['eni-', 'network-interface'],
  ['vpce-', 'vpc-endpoint'],
  ['ami-', 'image'],
  ['i-', 'instance'],
];

/** The lower-case ARN of what a bill names, the form in which inventory readers name it; other ids stay as they are, in lower case. */
export function awsResourceArn(resourceId: string, region: string | null, accountId: string): string {
  const id = resourceId.toLowerCase();
  const word = resourceWords.find(([prefix]) => id.startsWith(prefix))?.[1];
  return word === undefined || region === null ? id : `arn:aws:ec2:${region}:${accountId}:${word}/${id}`;
}
