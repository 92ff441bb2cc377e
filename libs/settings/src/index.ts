export { commaList } from './comma-list.js';
export { configInvalid, problemsOf } from './config-invalid.js';
export {
  databaseFields,
  databaseTlsOf,
  databaseUrlOf,
  postgresUrl,
  type DatabaseAccount,
  type DatabaseAddress,
  type DatabaseFiles,
} from './database-fields.js';
export { federationIssuer } from './federation-issuer.js';
export { jsonText } from './json-text.js';
export { loneHalves } from './lone-halves.js';
export { readVariables, variableOf, type Environment } from './read-variables.js';
export { wholeNumber } from './whole-number.js';
