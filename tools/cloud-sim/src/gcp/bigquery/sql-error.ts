/** A query that BigQuery would refuse, or that goes beyond the SELECTs over the export that this simulator answers. */
export class SqlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SqlError';
  }
}
