import type { PolicyDocument, PolicyStatement } from './policy-document.js';

/** One question to a policy: may this action be done to this resource, under these condition values? */
export interface PolicyRequest {
  /** `ec2:DescribeVolumes`. */
  readonly action: string;
  /** An ARN, or `*` for actions that know no resource. */
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

export type PolicyDecision = 'allowed' | 'explicitDeny' | 'implicitDeny';

/** IAM's order: a Deny anywhere wins, then any Allow, else the silence refuses. */
export function decide(policies: readonly PolicyDocument[], request: PolicyRequest): PolicyDecision {
  const statements = policies.flatMap((policy) => policy.Statement);
  if (statements.some((statement) => statement.Effect === 'Deny' && applies(statement, request))) return 'explicitDeny';
  return statements.some((statement) => statement.Effect === 'Allow' && applies(statement, request)) ? 'allowed' : 'implicitDeny';
}

function applies(statement: PolicyStatement, request: PolicyRequest): boolean {
  return coversAction(statement, request.action) && coversResource(statement, request.resource) && meetsConditions(statement, request);
}

function coversAction({ Action, NotAction }: PolicyStatement, action: string): boolean {
  if (Action !== undefined) return Action.some((pattern) => matchesPattern(pattern, action, 'i'));
  return NotAction !== undefined && !NotAction.some((pattern) => matchesPattern(pattern, action, 'i'));
}

function coversResource({ Resource, NotResource }: PolicyStatement, resource: string): boolean {
  if (NotResource !== undefined) return !NotResource.some((pattern) => matchesPattern(pattern, resource, ''));
  // An identity policy without Resource is refused by AWS; a trust policy has none and means itself.
  return Resource === undefined || Resource.some((pattern) => matchesPattern(pattern, resource, ''));
}

function meetsConditions({ Condition, Effect }: PolicyStatement, request: PolicyRequest): boolean {
  return Object.entries(Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => {
      const met = conditionMet(operator, request.context[key.toLowerCase()], expected);
      // What the simulator cannot judge must not widen access: it voids an Allow and lets a Deny stand.
      return met ?? Effect === 'Deny';
    }),
  );
}

/** Null where the simulator does not know the operator. */
function conditionMet(operator: string, actual: string | undefined, expected: readonly string[]): boolean | null {
  const ifExists = operator.endsWith('IfExists');
  const absent = actual === undefined;
  switch (ifExists ? operator.slice(0, -'IfExists'.length) : operator) {
    case 'StringEquals':
      return absent ? ifExists : expected.includes(actual);
    case 'StringNotEquals':
      return absent || !expected.includes(actual);
    case 'StringLike':
    case 'ArnLike':
    case 'ArnEquals':
      return absent ? ifExists : expected.some((pattern) => matchesPattern(pattern, actual, ''));
    case 'StringNotLike':
      return absent || !expected.some((pattern) => matchesPattern(pattern, actual, ''));
    default:
      return null;
  }
}

const compiled = new Map<string, RegExp>();

/** IAM wildcards: `*` any run of characters, `?` any one. Actions compare without case, ARNs with. */
export function matchesPattern(pattern: string, text: string, flags: '' | 'i'): boolean {
  const key = `${flags}:${pattern}`;
  let expression = compiled.get(key);
  if (expression === undefined) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    expression = new RegExp(`^${source}$`, `s${flags}`);
    compiled.set(key, expression);
  }
  return expression.test(text);
}
