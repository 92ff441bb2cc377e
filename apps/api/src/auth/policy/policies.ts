import { Injectable } from '@nestjs/common';
import { VitrineError } from '@vitrine/contracts';
import { requestContext, type RequestContext } from '../../http/request-context.js';
import type { Caller } from '../caller.js';
import type { PolicyAction } from './policies.generated.js';
import { PolicyEngine, type PolicyContext, type PolicyPrincipal } from './policy-engine.js';

/** What a service does with an answer: go on, or make a pending change of it. */
export type Permission = 'allowed' | 'needs-approval';

/** What guards and services ask. Every answer is left in the request's context, where the trail takes it from. */
@Injectable()
export class Policies {
  constructor(private readonly engine: PolicyEngine) {}

  /** @throws VitrineError 403 `policy-denied`, or the code that the denying policy names */
  expectAllowed(caller: Caller, action: PolicyAction, context: PolicyContext = {}, request: RequestContext = requestContext()): void {
    if (this.permission(caller, action, context, request) === 'needs-approval') throw this.denied(request);
  }

  /**
   * For what can become a pending change: `needs-approval` where nothing else stands against it.
   * @throws VitrineError 403 as `expectAllowed`
   */
  permission(caller: Caller, action: PolicyAction, context: PolicyContext = {}, request: RequestContext = requestContext()): Permission {
    const { effect, policyIds } = this.engine.decide(principalOf(caller), action, context);
    request.decision = { effect, policyIds, policySet: this.engine.version };
    if (effect === 'allow') return 'allowed';
    if (policyIds.length > 0 && policyIds.every((id) => this.engine.notesOf(id).obligation === 'approval')) return 'needs-approval';
    throw this.denied(request);
  }

  /** The guard's question, before any row is known. A change that may need an approval is the service's to weigh: here it passes. */
  refusalOf(caller: Caller, action: PolicyAction, request: RequestContext): VitrineError | 'none' {
    try {
      this.permission(caller, action, {}, request);
      return 'none';
    } catch (error) {
      if (error instanceof VitrineError) return error;
      throw error;
    }
  }

  /** For somebody who is not the caller, such as whoever proposed what is now applied; leaves no decision behind. */
  answerFor(principal: PolicyPrincipal, action: PolicyAction, context: PolicyContext): 'allow' | 'deny' {
    return this.engine.decide(principal, action, context).effect;
  }

  /** Names the policy and what it says of itself, never the text of the policy. Where several deny, the first that no approval would lift. */
  private denied({ decision }: RequestContext): VitrineError {
    const ids = decision === 'none' ? [] : decision.policyIds;
    const id = ids.find((each) => this.engine.notesOf(each).obligation === 'none') ?? ids[0] ?? 'default';
    const { description, code } = this.engine.notesOf(id);
    return new VitrineError({ code, status: 403, publicMessage: `${description} (Policy ${id}.)` });
  }
}

export function principalOf({ via, role }: Caller): PolicyPrincipal {
  switch (via.kind) {
    case 'oidc':
      return { kind: 'Member', role };
    case 'api-token':
      return { kind: 'Token', role };
    case 'ci':
      return { kind: 'Run', role };
    case 'operator':
      return { kind: 'Operator', role };
    default:
      return via satisfies never;
  }
}
