/**
 * SQL that is true when what was checked under `version` is what the connection `c` still lives on: that very version, or the re-sealed
 * copy of it (same content, another key). Only the re-sealer's role can write the two columns, and a new submission moves past them.
 */
export function sameCredential(version: string): string {
  return `(c.credential_version = ${version} or (c.credential_version = c.resealed_to and ${version} between c.resealed_from and c.resealed_to))`;
}
