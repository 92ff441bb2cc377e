export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Which fields of an XML answer are built; all else is skipped while parsing, which is what makes a large list cheap.
 * `'text'` is the element's text; an array holds the shape of each `item`/`member` child, or of each child of the second entry's
 * name where a service has a word of its own (`DBInstance`); with `'flattened'` as third entry the list has no element around it
 * and the element repeats (S3); an object nests.
 */
export type XmlShape = 'text' | readonly [each: XmlShape, word?: string, form?: 'flattened'] | { readonly [element: string]: XmlShape };

export interface ByteRange {
  readonly first: number;
  readonly last: number;
  readonly etag: string | null;
}

/** What a call for a range of a file gives as its body. */
export interface FilePiece {
  readonly bytes: Buffer;
  /** Of the whole file, in bytes. */
  readonly total: number;
  readonly etag: string | null;
}

/**
 * A call, described as data. The operation's own template (closed list, `operations/`) gives service, method, host and path;
 * a reader only fills its named holes, so it cannot name a host, a method or an undeclared path.
 */
export interface CloudRequest {
  /** Key of the closed list: `ec2:DescribeVolumes`, `Microsoft.Compute/disks/read`, `compute.disks.aggregatedList`. */
  readonly operation: string;
  /** AWS endpoint region, or the region of an Azure metrics host. */
  readonly region?: string;
  /** The storage account whose host answers, at the one API that has such hosts. */
  readonly account?: string;
  /** Bytes of a file, first and last included; with an `etag` only while the file is still that one. */
  readonly range?: ByteRange;
  /** Fills `{name}` holes of the path template; each value becomes exactly one encoded segment, or a checked resource path where the template says `{+name}`. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Query-protocol parameters (AWS) or JSON body. */
  readonly body?: { readonly [key: string]: Json };
  readonly shape?: XmlShape;
  /** A `nextLink` that the provider gave: used only if scheme, host and path are those of this operation. */
  readonly continuation?: string;
}

/** What a call came to. "Not allowed to look" and "could not look" are members, never an empty answer. */
export type CallResult =
  | { readonly outcome: 'read'; readonly body: unknown; readonly requestId: string | null }
  | { readonly outcome: 'denied'; readonly operation: string; readonly permission: string; readonly providerCode: string; readonly requestId: string | null }
  | { readonly outcome: 'throttled'; readonly operation: string; readonly retryAfterMs: number }
  | { readonly outcome: 'token-refused'; readonly operation: string }
  | { readonly outcome: 'expired'; readonly operation: string }
  | { readonly outcome: 'unavailable'; readonly operation: string; readonly reason: string; readonly retryable: boolean };

/** A live, short session with one cloud. Every call passes the gate; there is no other way out. */
export interface CloudSession {
  call(request: CloudRequest, signal: AbortSignal): Promise<CallResult>;
  /** Wipes what it can and refuses further calls. */
  close(): void;
}
