import type { GraphQLSchema } from 'graphql';

/** Codes that each mutation refuses with, by the name of the mutation. */
export type RefusalsOfMutations = Readonly<Record<string, readonly string[]>>;

/** Codes that any mutation may refuse with. The declarations of the mutations leave them out. */
export const commonRefusals: ReadonlySet<string> = new Set([
  'ACTING_FOR_NOT_ALLOWED',
  'INVALID_ID',
  'ITEM_REPEATED',
  'NO_FOUNDATION',
  'SCOPE_MISSING',
  'TEXT_EMPTY',
  'TEXT_HAS_CONTROL_CHARACTERS',
  'TEXT_TOO_LONG',
  'TOO_FEW',
  'TOO_LARGE',
  'TOO_MANY',
  'TOO_SMALL',
]);

/** Appends the codes of each mutation to its description, as a paragraph of its own. */
export function describeRefusals(schema: GraphQLSchema, refusals: RefusalsOfMutations): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const codes = refusals[field.name] ?? [];
    if (codes.length > 0)
      field.description = `${field.description}\n\n${refusalsTitle} ${codes.join(', ')}.`;
  }
}

/** Begins the paragraph with the codes. */
export const refusalsTitle = 'Refusals:';
