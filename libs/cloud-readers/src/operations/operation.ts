import type { Cloud } from '@vitrine/contracts';

/** The three closed lists of the gate (design §9). */
export type OperationList = 'inventory' | 'billing' | 'sign-in';

/** Stands where a call needs no grant at all: public price lists, and asking a provider what one may do. */
export const noGrantNeeded = 'none';

/**
 * How the wire must look; the gate compares the signed request with this before a byte leaves.
 * `query` names the only query parameters that a REST call may carry beside `api-version`.
 */
export type Wire =
  | { readonly protocol: 'aws-query'; readonly service: string; readonly version: string; readonly action: string; readonly host: string }
  | { readonly protocol: 'aws-json'; readonly service: string; readonly target: string; readonly contentType: string; readonly host: string }
  | {
      readonly protocol: 'rest';
      readonly method: 'GET' | 'POST';
      readonly host: string;
      readonly path: string;
      readonly apiVersion?: string;
      /** Query members that name the operation: always there, with exactly these values. */
      readonly fixed?: Readonly<Record<string, string>>;
      readonly query?: readonly string[];
      /** Root element of an XML answer; absent where the answer is JSON. */
      readonly root?: string;
      /** The answer is a piece of a file, asked for by its range. */
      readonly bytes?: true;
    }
  | AwsRestWire;

/** AWS's REST services: method, path and the query's own words say what is done, so all three are compared. */
export interface AwsRestWire {
  readonly protocol: 'aws-rest';
  readonly service: string;
  readonly method: 'GET' | 'POST';
  readonly host: string;
  readonly path: string;
  /** Query members that name the operation (`?lifecycle`): always there, with exactly these values. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** Query members that a reader may set. */
  readonly query?: readonly string[];
  /** Root element of an XML answer; absent where the answer is JSON. */
  readonly root?: string;
  /** The error by which the service says that there is none of what was asked: an empty answer, not a failure. */
  readonly absent?: string;
  /** The answer is a piece of a file, asked for by its range. */
  readonly bytes?: true;
}

/** One declared read. Everything else is refused: the policy a customer grants, the manifest and the docs are generated from these. */
export interface Operation {
  /** The cloud's own name for the call. */
  readonly id: string;
  readonly cloud: Cloud;
  readonly list: OperationList;
  /** The permission in the provider's words, which is what a customer grants. */
  readonly permission: string;
  readonly why: string;
  readonly wire: Wire;
  /** Billing data only: the named thing that the call is pinned to; `bucket` is one folder of a bucket or of a container. */
  readonly pinnedTo?: 'bucket' | 'dataset' | 'scope';
}
