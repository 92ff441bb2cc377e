/** Signs cursors and remembered bodies; the same on every API process, so that any of them can go on. */
export class RequestKey {
  constructor(readonly bytes: Buffer) {}
}
