/** A result with more to say than its body: status, headers, ETag. Handlers that need none of it return the body alone. */
export class Answer<T> {
  constructor(
    readonly status: number,
    readonly body: T,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}
