import { Transform } from 'node:stream';

/** Passes bytes on, and ends with `fault()` at one too many. */
export function boundedBytes(limit: number, fault: () => Error): Transform {
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      if (passed > limit) done(fault());
      else done(null, chunk);
    },
  });
}
