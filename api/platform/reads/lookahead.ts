import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * Lookahead: the type and the selected fields at one position of an answer. Derived from the text
 * alone, so fields under `@skip` and `@include` count as selected. Lists use it to read only the
 * shown columns, and to read children with their parents.
 */
export class Lookahead {
  /** Number that is unique among the selections of all documents. */
  readonly number = (made += 1);
  private readonly nodes: readonly FieldNode[];
  private readonly byField = new Map<string, Lookahead | null>();
  private readonly byName = new Map<string, Lookahead | null>();

  constructor(
    private readonly house: {
      schema: GraphQLSchema;
      fragments: ReadonlyMap<string, FragmentDefinitionNode>;
    },
    readonly type: GraphQLNamedType,
    selections: readonly SelectionSetNode[],
  ) {
    this.nodes = selections.flatMap((selection) => [...this.fieldsIn(selection)]);
  }

  /** The selected fields, each once, under their schema names. */
  get fields(): string[] {
    return [...new Set(this.nodes.map(({ name }) => name.value))].filter(
      (name) => !name.startsWith('__'),
    );
  }

  /** The selection below a field, under all of its aliases. */
  below(field: string): Lookahead | null {
    return this.child(this.byField, field, ({ name }) => name.value === field);
  }

  /**
   * The field, if it is selected under one name only. Then its arguments are the same at every
   * occurrence.
   */
  only(field: string): FieldNode | null {
    const asked = this.nodes.filter(({ name }) => name.value === field);
    return new Set(asked.map(({ alias, name }) => (alias ?? name).value)).size === 1
      ? (asked[0] ?? null)
      : null;
  }

  /** The selection below one response name. */
  named(name: string): Lookahead | null {
    return this.child(this.byName, name, (node) => (node.alias ?? node.name).value === name);
  }

  /** The selection of the nodes of a page, whether by `nodes` or by `edges`. */
  inPage(): Lookahead | null {
    const places = [this.below('nodes'), this.below('edges')?.below('node')].filter(
      (place) => place !== null,
    );
    const [first, second] = places;
    if (!first || !second) return first ?? second ?? null;
    return new Lookahead(this.house, first.type, [...first.selections(), ...second.selections()]);
  }

  /** The selection at the path of a resolver. */
  at(path: GraphQLResolveInfo['path']): Lookahead | null {
    const above = path.prev ? this.at(path.prev) : this;
    return typeof path.key === 'number' ? above : (above?.named(path.key) ?? null);
  }

  private selections(): SelectionSetNode[] {
    return [{ kind: 'SelectionSet', selections: this.nodes } as unknown as SelectionSetNode];
  }

  private child(
    known: Map<string, Lookahead | null>,
    key: string,
    isMeant: (node: FieldNode) => boolean,
  ): Lookahead | null {
    let shape = known.get(key);
    if (shape === undefined) known.set(key, (shape = this.childOf(this.nodes.filter(isMeant))));
    return shape;
  }

  private childOf(nodes: readonly FieldNode[]): Lookahead | null {
    const { type } = this;
    const [first] = nodes;
    if (!first || !(isObjectType(type) || isInterfaceType(type))) return null;
    const field = type.getFields()[first.name.value];
    const selections = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
    return field && selections.length > 0
      ? new Lookahead(this.house, getNamedType(field.type), selections)
      : null;
  }

  private *fieldsIn({ selections }: SelectionSetNode): Iterable<FieldNode> {
    for (const selection of selections) {
      if (selection.kind === 'Field') yield selection;
      else if (selection.kind === 'InlineFragment') yield* this.fieldsIn(selection.selectionSet);
      else {
        const fragment = this.house.fragments.get(selection.name.value);
        if (fragment) yield* this.fieldsIn(fragment.selectionSet);
      }
    }
  }
}

let made = 0;

/** Lookahead for a whole operation. */
export function lookaheadOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Lookahead | null {
  const root = schema.getRootType(operation.operation);
  const fragments = new Map(
    document.definitions.flatMap((part) =>
      part.kind === 'FragmentDefinition' ? [[part.name.value, part] as const] : [],
    ),
  );
  return root ? new Lookahead({ schema, fragments }, root, [operation.selectionSet]) : null;
}
