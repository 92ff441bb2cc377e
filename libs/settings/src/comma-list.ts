import { z } from 'zod';

/** A setting of several texts with commas between; white space around them and empty ones are nothing. */
export const commaList = z.string().transform((text) =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== ''),
);
