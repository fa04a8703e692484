import {
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getIntrospectionQuery,
  getNamedType,
  getOperationAST,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
  type OperationDefinitionNode,
  parse,
  print,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  type DocumentNode,
  type ExecutionResult,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { protocolError } from '../common/errors.ts';
import { limits } from '../common/limits.ts';
import type { Prepared, Variables } from './prepared.ts';

/**
 * Introspection. Anybody may query the schema, also without a token. The whole schema takes some
 * 150 ms to serialise and stays the same while a node runs. So a large answer is computed once per
 * query and cached as text, and a rate limit applies to new queries.
 */
export class Introspection {
  private readonly kept = new LRUCache<string, ExecutionResult>({ max: limits.introspectionsKept });
  private sizeMax: number | null = null;
  private newSince = -Infinity;
  private newCount = 0;

  constructor(private readonly schema: GraphQLSchema) {}

  /**
   * The answer, by `execute` or from the cache. Null when the operation selects little or nothing
   * of the schema, so that it runs like any other. Throws INTROSPECTION_MIXED, COST_LIMIT,
   * OVERLOADED.
   */
  async answer(
    prepared: Prepared,
    variables: Variables,
    execute: () => Promise<ExecutionResult>,
  ): Promise<ExecutionResult | null> {
    if (prepared.introspection === 'NONE') return null;
    const key = `${print(prepared.document)}\n${prepared.operationName ?? ''}\n${JSON.stringify(variables)}`;
    const known = this.kept.get(key);
    if (known) return known;
    const size = this.sizeOf(prepared.document, prepared.operationName, variables);
    if (size <= limits.introspectionFieldsFew) return null;
    this.check(prepared, size);
    const result = await execute();
    if (result.errors || !result.data) return result;
    const answer = { data: keptAsText(JSON.stringify(result.data)) };
    if (key.length <= limits.preparedSourceLengthMax) this.kept.set(key, answer);
    return answer;
  }

  private check({ introspection }: Prepared, size: number): void {
    if (introspection === 'MIXED') throw protocolError('INTROSPECTION_MIXED', 400);
    this.sizeMax ??=
      limits.introspectionTimesMax *
      this.sizeOf(parse(getIntrospectionQuery(everything)), undefined, {});
    if (size > this.sizeMax) throw protocolError('COST_LIMIT', 400, { variant: 'INTROSPECTION' });
    const now = performance.now();
    if (now - this.newSince > 60_000) {
      this.newSince = now;
      this.newCount = 0;
    }
    this.newCount += 1;
    if (this.newCount <= limits.introspectionsPerMinuteMax) return;
    const retryAfterSeconds = Math.ceil((this.newSince + 60_000 - now) / 1000);
    throw protocolError('OVERLOADED', 503, { variant: 'INTROSPECTION', retryAfterSeconds });
  }

  /**
   * Number of fields in the answer. Each selection is counted once per schema element, so counting
   * takes far less time than answering.
   */
  private sizeOf(
    document: DocumentNode,
    operationName: string | undefined,
    variables: Variables,
  ): number {
    const { schema } = this;
    const query = schema.getQueryType() as GraphQLObjectType;
    const operation = getOperationAST(document, operationName) as OperationDefinitionNode;
    const fragments = new Map(
      document.definitions.flatMap((part) =>
        part.kind === 'FragmentDefinition' ? [[part.name.value, part] as const] : [],
      ),
    );
    return new Count(schema, fragments, variables).below(operation.selectionSet, query, undefined);
  }
}

const everything = {
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
} as const;

/** Counts the fields of an introspection answer without building it. */
class Count {
  private readonly counted = new Map<SelectionSetNode, Map<unknown, number>>();
  private places = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly variables: Variables,
  ) {}

  below(selectionSet: SelectionSetNode, type: GraphQLObjectType, source: unknown): number {
    let counts = this.counted.get(selectionSet);
    if (!counts) this.counted.set(selectionSet, (counts = new Map()));
    const known = counts.get(source);
    if (known !== undefined) return known;
    this.places += 1;
    if (this.places > limits.introspectionPlacesMax) return Infinity;
    let count = 0;
    for (const selection of selectionSet.selections) {
      if (selection.kind === 'Field') {
        count += 1 + this.ofField(selection, type, source);
        continue;
      }
      const inner =
        selection.kind === 'InlineFragment' ? selection : this.fragments.get(selection.name.value);
      if (inner) count += this.below(inner.selectionSet, type, source);
    }
    counts.set(source, count);
    return count;
  }

  private ofField(node: FieldNode, type: GraphQLObjectType, source: unknown): number {
    const { selectionSet } = node;
    const field = this.fieldOf(node, type);
    const below = field && getNamedType(field.type);
    if (!selectionSet || !field?.resolve || !isObjectType(below)) return 0;
    let found: unknown;
    try {
      const given = getArgumentValues(field, node, this.variables);
      found = field.resolve(source, given, undefined, {
        schema: this.schema,
      } as GraphQLResolveInfo);
    } catch {
      // An invalid variable; the executor reports it.
      return 0;
    }
    if (found === null || found === undefined) return 0;
    if (!isList(found)) return this.below(selectionSet, below, found);
    let count = 0;
    for (const each of found) count += this.below(selectionSet, below, each);
    return count;
  }

  private fieldOf(
    { name }: FieldNode,
    type: GraphQLObjectType,
  ): GraphQLField<unknown, unknown> | undefined {
    if (name.value === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name.value === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    // Fields of the API itself do not belong to the description of the schema.
    return type === this.schema.getQueryType() ? undefined : type.getFields()[name.value];
  }
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

const texts = new WeakMap<object, string>();

/** Data that is already serialised. JSON.stringify of it gives the same text. */
function keptAsText(text: string): Record<string, unknown> {
  const data = Object.create(null, {
    toJSON: { value: () => JSON.parse(text) as unknown },
  }) as Record<string, unknown>;
  texts.set(data, text);
  return data;
}

/** A result as JSON, without serialising cached text again. */
export function resultJson<Result extends { data?: unknown; errors?: unknown }>(
  result: Result,
): string {
  const text =
    typeof result.data === 'object' && result.data !== null ? texts.get(result.data) : undefined;
  return text === undefined || result.errors ? JSON.stringify(result) : `{"data":${text}}`;
}

/** Whether an operation selects the schema, and whether it selects anything else. */
export function introspectionIn(
  operation: OperationDefinitionNode,
  document: DocumentNode,
): Prepared['introspection'] {
  const names = rootNames(operation.selectionSet, document).filter((name) => name !== '__typename');
  const asked = names.filter((name) => name === '__schema' || name === '__type');
  if (asked.length === 0) return 'NONE';
  return asked.length === names.length ? 'ALONE' : 'MIXED';
}

function rootNames({ selections }: SelectionSetNode, document: DocumentNode): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === 'Field') return [selection.name.value];
    const inner =
      selection.kind === 'InlineFragment'
        ? selection
        : document.definitions.find(
            (part): part is FragmentDefinitionNode =>
              part.kind === 'FragmentDefinition' && part.name.value === selection.name.value,
          );
    return inner ? rootNames(inner.selectionSet, document) : [];
  });
}
