import { operatorSessionIdSchema, organizationIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { plainText } from '../http/names.js';
import { pageQuery, pageSchema } from '../http/pagination.js';
import { LONGEST_MINUTES, sessionStateSchema } from './operator-session-steps.js';

export const operatorSessionSchema = z
  .strictObject({
    id: operatorSessionIdSchema,
    organizationId: organizationIdSchema,
    /** `issuer|subject` of the operator's own sign-in. */
    operator: z.string(),
    reason: z.string(),
    ticket: z.string(),
    minutes: z.number().int(),
    state: sessionStateSchema,
    requestedAt: z.string(),
    /** Of a request or an approval: until when it waits. Of a session: its end. */
    expiresAt: z.string(),
    /** `operator:…`, `member:…` or `token:…`. */
    decidedBy: z.string().nullable(),
    decidedAt: z.string().nullable(),
    startedAt: z.string().nullable(),
    /** Who ended it; `time` where nobody did. */
    endedBy: z.string().nullable(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'OperatorSession' });
export type OperatorSession = z.infer<typeof operatorSessionSchema>;

export const operatorSessionPageSchema = pageSchema(operatorSessionSchema, 'OperatorSessionPage');

/** The token is shown this once; it is sent as `Vitrine-Operator-Session` beside the operator's own bearer token. */
export const startedSessionSchema = operatorSessionSchema.extend({ token: z.string() }).meta({ id: 'StartedOperatorSession' });
export type StartedSession = z.infer<typeof startedSessionSchema>;

const reasonSchema = plainText(500, 'invalid-reason').refine((text) => [...text.trim()].length >= 10, 'invalid-reason');

export const requestSessionSchema = z
  .strictObject({
    organizationId: organizationIdSchema,
    /** What the look is for, in ten characters or more; the organization reads it. */
    reason: reasonSchema.meta({ minLength: 10, maxLength: 500 }),
    ticket: plainText(120, 'invalid-ticket'),
    minutes: z.number('invalid-minutes').int('invalid-minutes').min(1, 'invalid-minutes').max(LONGEST_MINUTES, 'invalid-minutes'),
  })
  .meta({ id: 'RequestOperatorSession' });
export type RequestSession = z.infer<typeof requestSessionSchema>;

/** Operators name the organization: there is no list of sessions across organizations. */
export const inOrganizationSchema = z.strictObject({ organizationId: organizationIdSchema }).meta({ id: 'InOrganization' });
export type InOrganization = z.infer<typeof inOrganizationSchema>;
/** The same as a query: a schema with a name stands in the document as one thing, and a query is its members. */
export const inOrganizationQuerySchema = z.strictObject(inOrganizationSchema.shape);

export const listOwnSessionsSchema = z.strictObject({ ...pageQuery, organizationId: organizationIdSchema, state: sessionStateSchema.optional() });
export type ListOwnSessions = z.infer<typeof listOwnSessionsSchema>;
export const listSessionsSchema = z.strictObject({ ...pageQuery, state: sessionStateSchema.optional() });
export type ListSessions = z.infer<typeof listSessionsSchema>;
