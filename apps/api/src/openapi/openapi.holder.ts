import type { OpenAPIObject } from '@nestjs/swagger';

/** The document exists only once the application does; whoever makes the application fills this. */
export class OpenApiHolder {
  #text = '{}';

  set(document: OpenAPIObject): void {
    this.#text = JSON.stringify(document);
  }

  get text(): string {
    return this.#text;
  }
}
