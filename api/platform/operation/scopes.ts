import {
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * The scopes of all types that a document selects fields of, fragments included. Known before it
 * runs, so worked out once.
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
        // A list that only tells its length is asked for by its name too.
        need(getNamedType(info.getType())?.name);
      },
    }),
  );
  return [...needed].sort();
}

/** A page of a noun is read under the noun's scope. */
export function nounOf(typeName: string): string {
  return typeName.replace(/(Connection|Edge)$/, '');
}
