/** ARM ids do not tell letter cases apart, and answers differ in them: as the key of a look-up an id is lower case. */
export function armKey(id: string): string {
  return id.toLowerCase();
}
