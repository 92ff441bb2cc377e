import { ApiHeader } from '@nestjs/swagger';

/**
 * Lets a parameter decorator that reads a header say so in the OpenAPI document, so that no handler has to repeat it.
 * @param pattern what its value has to match, where any text will not do
 */
export function documentedHeader(name: string, required: boolean, description: string, pattern?: RegExp): ParameterDecorator {
  return (target, key) => {
    if (key === undefined) return;
    const descriptor = Object.getOwnPropertyDescriptor(target, key);
    if (descriptor !== undefined)
      ApiHeader({ name, required, description, schema: { type: 'string', ...(pattern === undefined ? {} : { pattern: pattern.source }) } })(
        target,
        key,
        descriptor,
      );
  };
}
