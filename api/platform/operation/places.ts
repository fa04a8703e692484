import { type ASTNode, BREAK, type DocumentNode, visit } from 'graphql';

/**
 * Names of the argument and the input fields that hold the first node that a document has of the
 * wanted ones. Empty when it has none.
 */
export function placeOf(document: DocumentNode, isWanted: (node: ASTNode) => boolean): string[] {
  let place: string[] = [];
  visit(document, {
    enter(node, _, parent, __, ancestors) {
      if (!isWanted(node)) return undefined;
      place = namesIn(parent ? [...ancestors, parent] : ancestors);
      // A variable is also declared, outside of any argument.
      return place.length > 0 ? BREAK : undefined;
    },
  });
  return place;
}

function namesIn(ancestors: readonly (ASTNode | readonly ASTNode[])[]): string[] {
  return ancestors.flatMap((above) =>
    'kind' in above && (above.kind === 'Argument' || above.kind === 'ObjectField')
      ? [above.name.value]
      : [],
  );
}
