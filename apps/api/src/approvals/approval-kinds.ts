import { Injectable } from '@nestjs/common';
import { VitrineError, type MemberId, type PendingChangeId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { z } from 'zod';
import type { PolicyAction } from '../auth/policy/policies.generated.js';
import type { PolicyContext } from '../auth/policy/policy-engine.js';

/** What the change is that is now applied. */
export interface ApprovedChange {
  readonly id: PendingChangeId;
  readonly proposedBy: MemberId;
  /** The second person, or whoever applied it after the notice. */
  readonly decidedBy: MemberId;
}

export type Announced = Readonly<Record<string, string | number | boolean | null>>;

/** One sort of change that waits for a second person or a day's notice. A payload holds ids and settings, never a secret. */
export interface ApprovalKind<P extends object> {
  /** `<resource>.<what>`. */
  readonly kind: string;
  readonly schema: z.ZodType<P>;
  /** What the policies are asked, in the proposer's name, once more before it is applied. */
  readonly action: PolicyAction;
  /** No two changes with the same subject wait at once. */
  subjectOf(payload: P): string;
  /** What all members are told. */
  announce(payload: P): Announced;
  contextOf?(payload: P): PolicyContext;
  /** Does it, in the transaction that marks it applied, and records what it does. Check again that it still fits: a day may have passed. */
  apply(tx: OrganizationTransaction, payload: P, change: ApprovedChange): Promise<void>;
  /** Tidies up after a change that will not come. */
  drop?(tx: OrganizationTransaction, payload: P): Promise<void>;
}

/** A payload with what its kind makes of it. */
export interface KnownChange {
  readonly payload: object;
  readonly action: PolicyAction;
  readonly subject: string;
  readonly announced: Announced;
  readonly context: PolicyContext;
  apply(tx: OrganizationTransaction, change: ApprovedChange): Promise<void>;
  drop(tx: OrganizationTransaction): Promise<void>;
}

/** Features register their kinds when they start; a change of a kind that nobody registered cannot be proposed. */
@Injectable()
export class ApprovalKinds {
  readonly #kinds = new Map<string, (raw: unknown) => KnownChange>();

  register<P extends object>(kind: ApprovalKind<P>): void {
    this.#kinds.set(kind.kind, (raw) => {
      const payload = kind.schema.parse(raw);
      return {
        payload,
        action: kind.action,
        subject: kind.subjectOf(payload),
        announced: kind.announce(payload),
        context: kind.contextOf?.(payload) ?? {},
        apply: async (tx, change) => await kind.apply(tx, payload, change),
        drop: async (tx) => await kind.drop?.(tx, payload),
      };
    });
  }

  /** @throws VitrineError `approval-kind-unknown`, ZodError where the payload is not the kind's */
  read(kind: string, raw: unknown): KnownChange {
    const known = this.#kinds.get(kind);
    if (known === undefined)
      throw new VitrineError({ code: 'approval-kind-unknown', status: 500, publicMessage: 'An internal error occurred.', internal: kind });
    return known(raw);
  }
}
