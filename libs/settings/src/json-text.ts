import { z } from 'zod';

/** A setting that is JSON: `jsonText.pipe(schema)`. What is wrong with the text is not repeated, since it may hold a key. */
export const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
});
