import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * Number of fields that a compiler generates code for. Fields of an interface or union are compiled
 * for each possible type, and so are all fields below them. With 40 types of Node, a page of text
 * makes thousands of fields.
 */
export class CompiledSize {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    this.fragments = new Map(
      document.definitions.flatMap((part) =>
        part.kind === 'FragmentDefinition' ? [[part.name.value, part] as const] : [],
      ),
    );
  }

  of(operation: OperationDefinitionNode): number {
    const root = this.schema.getRootType(operation.operation);
    return root ? this.below(operation.selectionSet, root, 1) : 0;
  }

  /** Fields of a selection on that type, which is compiled `times` times for each possible type. */
  private below({ selections }: SelectionSetNode, type: GraphQLNamedType, times: number): number {
    const timesHere =
      times * (isAbstractType(type) ? this.schema.getPossibleTypes(type).length : 1);
    let count = 0;
    for (const selection of selections) {
      if (selection.kind === 'Field') {
        count += timesHere;
        const field =
          isObjectType(type) || isInterfaceType(type)
            ? type.getFields()[selection.name.value]
            : undefined;
        if (field && selection.selectionSet)
          count += this.below(selection.selectionSet, getNamedType(field.type), timesHere);
        continue;
      }
      const inner =
        selection.kind === 'InlineFragment' ? selection : this.fragments.get(selection.name.value);
      if (!inner) continue;
      const wanted = inner.typeCondition
        ? this.schema.getType(inner.typeCondition.name.value)
        : type;
      // A fragment on one of the possible types is compiled for that type alone.
      if (isCompositeType(wanted)) count += this.below(inner.selectionSet, wanted, times);
    }
    return count;
  }
}
