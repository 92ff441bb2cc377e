import type { JsonValue } from '../../http/json-answer.js';

/** An expression over one row. */
export type KqlExpression =
  | { readonly kind: 'literal'; readonly value: JsonValue }
  | { readonly kind: 'timespan'; readonly ms: number }
  | { readonly kind: 'path'; readonly steps: readonly (string | number)[] }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly KqlExpression[] }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: KqlExpression; readonly right: KqlExpression }
  | { readonly kind: 'among'; readonly operator: string; readonly value: KqlExpression; readonly choices: readonly KqlExpression[] };

/** A column that a stage makes; unnamed ones are named after what they compute. */
export interface KqlColumn {
  readonly name: string;
  readonly expression: KqlExpression;
}

/** One step of a query's pipeline. */
export type KqlStage =
  | { readonly kind: 'where'; readonly condition: KqlExpression }
  | { readonly kind: 'project' | 'extend'; readonly columns: readonly KqlColumn[] }
  | { readonly kind: 'project-away'; readonly names: readonly string[] }
  | { readonly kind: 'sort'; readonly by: readonly { readonly expression: KqlExpression; readonly descending: boolean }[] }
  | { readonly kind: 'take'; readonly rows: number }
  | { readonly kind: 'count' }
  | { readonly kind: 'distinct'; readonly columns: readonly KqlColumn[] }
  | { readonly kind: 'summarize'; readonly countName: string; readonly by: readonly KqlColumn[] }
  | { readonly kind: 'mv-expand'; readonly column: KqlColumn };

export interface KqlQuery {
  /** Lower-case table name. */
  readonly table: string;
  readonly stages: readonly KqlStage[];
}
