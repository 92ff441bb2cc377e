export { canary, formsOf, hunt, type Place } from './canary-hunt.js';
export { markedCredential, type MarkedCredential } from './marked-credentials.js';
