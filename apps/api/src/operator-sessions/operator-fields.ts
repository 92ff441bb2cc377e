import { createPrivateKey, type KeyObject } from 'node:crypto';
import { commaList, databaseUrlOf, jsonText, postgresUrl, type DatabaseAddress } from '@vitrine/settings';
import { z } from 'zod';
import { issuerConfigSchema, type IssuerConfig } from '../auth/issuer-config.js';
import { operatorIdSchema, type OperatorId } from '../auth/operator-id.js';

/** A mounted file that is empty says that there are no operators, as an absent one does. */
const orNothing = <T extends z.ZodType<unknown, string>>(schema: T) =>
  z
    .string()
    .transform((text) => (text === '' ? undefined : text))
    .pipe(schema.optional())
    .optional();

const issuerSchema = jsonText.pipe(issuerConfigSchema.omit({ organizationClaim: true, createOnFirstSignIn: true }));

/** Ed25519 in PKCS #8 PEM: `openssl genpkey -algorithm ed25519`. */
const keySchema = z.string().transform((text, context): KeyObject => {
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Told below, without the text: OpenSSL's own words may quote it.
  }
  context.addIssue({ code: 'custom', message: 'not an Ed25519 private key in PEM' });
  return z.NEVER;
});

const operatorsSchema = commaList.pipe(z.array(operatorIdSchema)).default([]);

/** Operators of the platform. All of it or nothing: without an issuer and a list there are none, and no token is one's. */
export const operatorFields = {
  /** JSON of the one issuer that operators sign in with, apart from every organization's: issuer, audience, algorithms, types. */
  platformIssuer: orNothing(issuerSchema),
  /** Who may ask for a session, by comma: `issuer|subject`, exact. Two people at least, if operators approve each other. */
  platformAdminUserIds: operatorsSchema,
  /** Signs session tokens; shared by all API processes. */
  operatorKey: orNothing(keySchema),
  /** `postgres://vitrine_operator:…`; in place of a URL, the role's password at the common address. */
  operatorDatabaseUrl: postgresUrl.optional(),
  operatorDatabasePassword: z.string().optional(),
};
export type OperatorFields = z.infer<z.ZodObject<typeof operatorFields>>;

/** What operators need, whole. */
export interface OperatorAccess {
  readonly issuer: IssuerConfig;
  readonly operators: ReadonlySet<OperatorId>;
  readonly key: KeyObject;
  readonly databaseUrl: string;
}

export function operatorAccessOf(config: OperatorFields & DatabaseAddress): OperatorAccess | 'off' {
  const { platformIssuer: issuer, operatorKey: key, platformAdminUserIds: operators, operatorDatabaseUrl: url, operatorDatabasePassword: password } = config;
  if (issuer === undefined || key === undefined || operators.length === 0) return 'off';
  return {
    // Attack: an organization named by a token of the platform's. Its claims are never asked for one.
    issuer: { ...issuer, organizationClaim: 'vitrine:no-organization', createOnFirstSignIn: false },
    operators: new Set(operators),
    key,
    databaseUrl: databaseUrlOf(config, { role: 'vitrine_operator', url, password }),
  };
}

/** What cannot be meant, by variable. @param issuers those that organizations sign in with */
export function operatorFaults(fields: OperatorFields, issuers: readonly IssuerConfig[]): string[] {
  const { platformIssuer: issuer, platformAdminUserIds: operators, operatorKey, operatorDatabaseUrl, operatorDatabasePassword } = fields;
  const parts = {
    VITRINE_PLATFORM_ISSUER: issuer !== undefined,
    VITRINE_PLATFORM_ADMIN_USER_IDS: operators.length > 0,
    VITRINE_OPERATOR_KEY: operatorKey !== undefined,
  };
  // A key alone asks for nothing: it is made with the other secrets.
  const wanted = parts.VITRINE_PLATFORM_ISSUER || parts.VITRINE_PLATFORM_ADMIN_USER_IDS;
  const faults = Object.entries(parts)
    .filter(([, given]) => wanted && !given)
    .map(([name]) => `${name}: missing, and the others of the operators are there`);
  if (wanted && operatorDatabaseUrl === undefined && operatorDatabasePassword === undefined) faults.push('VITRINE_OPERATOR_DATABASE_PASSWORD: missing');
  // Attack: a customer's issuer mints a subject that is on the list.
  if (issuers.some((each) => each.issuer === issuer?.issuer)) faults.push('VITRINE_PLATFORM_ISSUER: is an issuer of organizations too');
  if (issuer !== undefined && operators.some((operator) => !operator.startsWith(`${issuer.issuer}|`)))
    faults.push('VITRINE_PLATFORM_ADMIN_USER_IDS: an entry is not of the platform issuer');
  return faults;
}
