import { newId } from '@vitrine/contracts';
import { z } from 'zod';

/** A new UUIDv7 in the brand of the given id schema. */
export function freshId<S extends z.ZodType>(schema: S): z.output<S> {
  return schema.parse(newId(z.string()));
}
