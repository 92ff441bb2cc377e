/** What a spec gets for `@jest/globals` while it is run against mutants. `expect` is Jest's own. */
export { afterAll, afterEach, beforeAll, beforeEach, describe, it } from './spec-tree.js';
export { expect } from 'expect';
