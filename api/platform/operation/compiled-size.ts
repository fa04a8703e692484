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
 * How many fields a compiler makes code for. Fields of an interface or union are compiled for each
 * type that it may be, and so is all that is asked below them: with 40 types of Node, a page of
 * text comes to thousands.
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

  /** Of a place of that type, which is compiled `times` times for each type that it may be. */
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
      // A fragment on one of the types that it may be is compiled for that alone.
      if (isCompositeType(wanted)) count += this.below(inner.selectionSet, wanted, times);
    }
    return count;
  }
}
