import {
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * Scopes for all types that a document selects fields of, fragments included. They are known before
 * it runs, so they are computed once.
 */
export function scopesRead(
  schema: GraphQLSchema,
  document: DocumentNode,
  scopeOfType: ReadonlyMap<string, string>,
): readonly string[] {
  const needed = new Set<string>();
  const info = new TypeInfo(schema);
  const need = (typeName: string | undefined): void => {
    const scope = scopeOfType.get(nounOf(typeName ?? ''));
    if (scope) needed.add(scope);
  };
  visit(
    document,
    visitWithTypeInfo(info, {
      Field() {
        need(info.getParentType()?.name);
        // A list that only shows its length also requires the scope of its type.
        need(getNamedType(info.getType())?.name);
      },
    }),
  );
  return [...needed].sort();
}

/** A page of a noun requires the scope of the noun. */
export function nounOf(typeName: string): string {
  return typeName.replace(/(Connection|Edge)$/, '');
}
