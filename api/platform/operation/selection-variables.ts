import { type DocumentNode, visit } from 'graphql';

/**
 * Names of the variables that decide what of an answer is shown and how: all that stand anywhere
 * but in the arguments of a root field. With the others changed, and the root fields' values the
 * same, an operation gives the same answer.
 */
export function selectionVariables(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (node: Parameters<typeof visit>[0]) =>
    visit(node, {
      VariableDefinition: () => false,
      Variable: ({ name }) => void names.add(name.value),
    });
  for (const definition of document.definitions) {
    if (definition.kind !== 'OperationDefinition') {
      note(definition);
      continue;
    }
    for (const directive of definition.directives ?? []) note(directive);
    for (const root of definition.selectionSet.selections) {
      // A root field inside a fragment is taken whole, which is never wrong.
      if (root.kind !== 'Field') note(root);
      else note({ ...root, arguments: [] });
    }
  }
  return names;
}
