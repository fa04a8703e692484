import { type DocumentNode, visit } from 'graphql';

/**
 * Names of the variables that affect the shown part of an answer: all but those used only in
 * arguments of a root field. When these are equal and the root fields have the same values, an
 * operation gives the same answer.
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
      // Every variable of a fragment at the root counts, which is always safe.
      if (root.kind !== 'Field') note(root);
      else note({ ...root, arguments: [] });
    }
  }
  return names;
}
