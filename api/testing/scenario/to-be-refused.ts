import { expect } from '@jest/globals';
import type { UserError } from '../../../schema/errors.ts';

/**
 * Setup file of Jest: adds `toBeRefused` to `expect`. The matcher takes the promise of a mutation,
 * which rejects with `MutationRefused` or resolves to a payload with `errors`.
 */
expect.extend({
  async toBeRefused(mutation: unknown, code: string, path?: string) {
    if (this.isNot)
      throw new Error('A mutation that must succeed needs no matcher: await it, and it throws.');
    const refusals = await refusalsOf(mutation);
    const [first] = refusals;
    const pass =
      refusals.length === 1 &&
      first?.code === code &&
      (path === undefined || first.path.join('.') === path);
    const wanted = path === undefined ? code : `${code} at ${path}`;
    const found =
      refusals.length === 0
        ? 'It succeeded.'
        : `It was refused with:\n${refusals.map(textOf).join('\n')}`;
    return { pass, message: () => `The mutation must be refused with ${wanted}. ${found}` };
  },
});

/** Refusals of a mutation; any other failure is thrown. */
async function refusalsOf(mutation: unknown): Promise<readonly UserError[]> {
  let payload: unknown;
  try {
    payload = await mutation;
  } catch (error) {
    // By shape: the setup file may run in a context of its own, with other classes.
    if (typeof error === 'object' && error !== null && 'refusals' in error)
      return error.refusals as UserError[];
    throw error;
  }
  const errors: unknown = (payload as { errors?: unknown } | null)?.errors;
  return Array.isArray(errors) ? (errors as UserError[]) : [];
}

function textOf({ code, path, message }: UserError): string {
  return `  ${code}${path.length > 0 ? ` at ${path.join('.')}` : ''}: ${message}`;
}

declare module 'expect' {
  // The type parameters must be those of the merged interface.
  // oxlint-disable-next-line typescript/no-unused-vars
  interface Matchers<R extends void | Promise<void>, T = unknown> {
    /**
     * The mutation is refused for exactly one reason.
     *
     * @param path Dotted path to the invalid part, such as `input.elderId`.
     */
    toBeRefused(code: string, path?: string): Promise<void>;
  }
}
