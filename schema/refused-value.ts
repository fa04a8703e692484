/** Values of a refusal's message, by name. */
export type RefusedValueParams = Record<string, string | number>;

/**
 * A value that a scalar does not accept. The platform answers with the refusal of this code, which
 * has a message in each language.
 */
export class RefusedValue extends Error {
  override name = 'RefusedValue';

  constructor(
    readonly code: string,
    readonly params: RefusedValueParams = {},
  ) {
    super(code);
  }
}
