import { z } from 'zod';

/** Looks for a member that its schema does not name. @returns where it is, or null */
export type MemberCheck = (value: unknown) => string | null;

const checks = new WeakMap<z.ZodType, MemberCheck | 'unsure'>();

/**
 * What a list's items are checked by on their way out. They were built member by member of rows whose types and values the database holds to,
 * and the runner over the OpenAPI document (proofs, `openapi-runner`) judges the values of every list; what must never happen in service is that
 * a member leaves which nobody declared. To parse fifty findings was an eighth of their list's cost; to look at names is a third of that.
 * @returns `unsure` where the schema changes what it reads, or cannot be told by names: then it is parsed
 */
export function memberCheck(schema: z.ZodType): MemberCheck | 'unsure' {
  const known = checks.get(schema) ?? checkOf(schema);
  checks.set(schema, known);
  return known;
}

function checkOf(schema: z.ZodType): MemberCheck | 'unsure' {
  if (schema instanceof z.ZodObject) return objectCheck(schema);
  if (schema instanceof z.ZodArray) return overEach(inner(schema.element));
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return inner(schema.unwrap());
  return isPlain(schema) ? plain : 'unsure';
}

// zod types the inside of a container by its core, of which every schema that we write is a ZodType.
const inner = (schema: unknown): MemberCheck | 'unsure' => (schema instanceof z.ZodType ? memberCheck(schema) : 'unsure');

function objectCheck(schema: z.ZodObject): MemberCheck | 'unsure' {
  if (!(schema.def.catchall instanceof z.ZodNever)) return 'unsure';
  const members = new Map<string, MemberCheck>();
  for (const [name, member] of Object.entries(schema.shape)) {
    const check = inner(member);
    if (check === 'unsure') return 'unsure';
    members.set(name, check);
  }
  return (value) => {
    if (value === null || value === undefined) return null;
    if (!isObject(value)) return 'not an object';
    for (const name in value) {
      const check = members.get(name);
      if (check === undefined) return name;
      const wrong = check(value[name]);
      if (wrong !== null) return `${name}.${wrong}`;
    }
    return null;
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

function overEach(check: MemberCheck | 'unsure'): MemberCheck | 'unsure' {
  if (check === 'unsure') return 'unsure';
  return (value) => {
    if (value === null || value === undefined) return null;
    if (!Array.isArray(value)) return 'not a list';
    for (const each of value) {
      const wrong = check(each);
      if (wrong !== null) return wrong;
    }
    return null;
  };
}

/** Where no object is declared, none may be: it would carry members of its own. */
const plain: MemberCheck = (value) => (typeof value === 'object' && value !== null ? 'an object' : null);

function isPlain(schema: z.ZodType): boolean {
  const { def } = schema;
  if (!['string', 'number', 'int', 'boolean', 'enum', 'literal', 'null'].includes(def.type)) return false;
  const changes = 'checks' in def && Array.isArray(def.checks) && def.checks.some((check: unknown) => checkName(check) === 'overwrite');
  return !changes && !('coerce' in def && def.coerce === true);
}

const checkSchema = z.object({ _zod: z.object({ def: z.object({ check: z.string() }) }) });
function checkName(check: unknown): string {
  return checkSchema.safeParse(check).data?._zod.def.check ?? 'overwrite';
}
