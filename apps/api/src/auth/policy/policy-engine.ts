import { policyToJson, preparsePolicySet, preparseSchema, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import { VitrineError } from '@vitrine/contracts';
import { z } from 'zod';
import type { Role } from '../scopes.js';
import { policySchema, policySetVersion, policyTexts, type PolicyAction } from './policies.generated.js';

/** Who asks, as a class: policies never name an individual. */
export interface PolicyPrincipal {
  readonly kind: 'Member' | 'Token' | 'Run' | 'Operator';
  /** The role behind it; an operator has none in an organization. */
  readonly role: Role | 'none';
}

export type PolicyContext = Readonly<Record<string, string | boolean>>;

export interface PolicyAnswer {
  readonly effect: 'allow' | 'deny';
  readonly policyIds: readonly string[];
}

/** What a policy says of itself to whom it refuses. */
export interface PolicyNotes {
  readonly description: string;
  /** The problem's code. */
  readonly code: string;
  /** `approval`: the same is possible as a pending change. */
  readonly obligation: 'approval' | 'none';
}

const annotationsSchema = z.object({
  description: z.string(),
  code: z.string().default('policy-denied'),
  obligation: z.enum(['approval', 'none']).default('none'),
});

/** Questions are few, since they name classes; the bound is for the day when somebody puts an individual into one. */
const MAX_ANSWERS = 5_000;
let engines = 0;

/**
 * The policies, parsed once. Every distinct question is asked of Cedar once (about 0.1 ms) and remembered: a decision depends on nothing but the
 * question, not on the clock and not on a row.
 */
export class PolicyEngine {
  readonly version: string;
  readonly #set: string;
  readonly #notes = new Map<string, PolicyNotes>();
  readonly #answers = new Map<string, PolicyAnswer>();

  /** @throws VitrineError `policies-invalid` */
  constructor(texts: Readonly<Record<string, string>> = policyTexts, version: string = policySetVersion) {
    this.version = version;
    // Cedar keeps parsed sets by name, for the process.
    this.#set = `vitrine-${String((engines += 1))}`;
    const parsed = [preparseSchema(this.#set, policySchema), preparsePolicySet(this.#set, { staticPolicies: { ...texts } })];
    for (const answer of parsed) if (answer.type === 'failure') throw invalid(answer.errors);
    for (const [id, text] of Object.entries(texts)) {
      const answer = policyToJson(text);
      if (answer.type === 'failure') throw invalid(answer.errors);
      this.#notes.set(id, annotationsSchema.parse(answer.json.annotations ?? {}));
    }
  }

  /** A question that Cedar cannot answer is denied: default deny, and no policy is named. */
  decide(principal: PolicyPrincipal, action: PolicyAction, context: PolicyContext): PolicyAnswer {
    const question = `${principal.kind}/${principal.role}/${action}/${Object.keys(context).length === 0 ? '' : JSON.stringify(context)}`;
    const known = this.#answers.get(question);
    if (known !== undefined) return known;
    const answer = this.ask(principal, action, context);
    if (this.#answers.size >= MAX_ANSWERS) this.#answers.clear();
    this.#answers.set(question, answer);
    return answer;
  }

  notesOf(policyId: string): PolicyNotes {
    return this.#notes.get(policyId) ?? { description: 'No policy allows this.', code: 'policy-denied', obligation: 'none' };
  }

  private ask({ kind, role }: PolicyPrincipal, action: PolicyAction, context: PolicyContext): PolicyAnswer {
    const principal = { type: kind, id: 'caller' };
    const resource = { type: 'Organization', id: 'own' };
    const parents = role === 'none' ? [] : [{ type: 'Role', id: role }];
    const answer = statefulIsAuthorized({
      principal,
      action: { type: 'Action', id: action },
      resource,
      context: { ...context },
      preparsedSchemaName: this.#set,
      // Attack: a context member that the schema does not know would silently match no policy.
      validateRequest: true,
      preparsedPolicySetId: this.#set,
      entities: [
        { uid: principal, attrs: {}, parents },
        { uid: resource, attrs: {}, parents: [] },
      ],
    });
    // An error inside a policy leaves that policy out. Attack: a `forbid` that fails open.
    if (answer.type === 'failure' || answer.response.diagnostics.errors.length > 0) return { effect: 'deny', policyIds: [] };
    return { effect: answer.response.decision, policyIds: [...answer.response.diagnostics.reason].sort() };
  }
}

function invalid(errors: readonly { readonly message: string }[]): VitrineError {
  return new VitrineError({
    code: 'policies-invalid',
    status: 500,
    publicMessage: 'An internal error occurred.',
    internal: errors.map(({ message }) => message).join('; '),
  });
}
