import type { OpenAPIObject } from '@nestjs/swagger';

/** The document can be made only once the application stands; whoever makes the application says how. */
export class OpenApiHolder {
  #build: () => OpenAPIObject | null = () => null;
  #text: string | null = null;

  set(build: () => OpenAPIObject): void {
    this.#build = build;
  }

  /** Made when somebody first asks, since it holds up a start and most processes are never asked. */
  get text(): string {
    return (this.#text ??= JSON.stringify(this.#build() ?? {}));
  }
}
