import {
  getNamedType,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** Levels of objects below a field. Three reach the community of a request's elder. */
const levelsMax = 3;
/** Page size at the top, and one level down: enough to meet a hidden row, within the cost limit. */
const firstAtTop = 50;
const firstBelow = 2;
/** Page size of a nested list: a hidden row is first in one of them, or further up. */
const firstDeeper = 1;

interface Depth {
  level: number;
  levels: number;
}

/** Selects all fields without required arguments, a few levels deep. */
export function selectionOf(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  levels = levelsMax,
): string {
  return ofType(schema, type, { level: 0, levels }, []);
}

function ofType(
  schema: GraphQLSchema,
  output: GraphQLOutputType,
  { level, levels }: Depth,
  above: readonly string[],
): string {
  const type = getNamedType(output);
  if (isLeafType(type)) return '';
  if (isAbstractType(type)) {
    // Fields of one name and several types conflict in one selection; the first type is kept.
    const meanings = new Map<string, string>();
    const parts = schema.getPossibleTypes(type).map((possible) => {
      const names = Object.values(possible.getFields())
        .filter((field) => isLeafType(getNamedType(field.type)) && field.args.length === 0)
        .filter(({ name, type: meaning }) => {
          if (!meanings.has(name)) meanings.set(name, meaning.toString());
          return meanings.get(name) === meaning.toString();
        })
        .map(({ name }) => name);
      return `... on ${possible.name} { ${names.join(' ')} }`;
    });
    return `{ __typename ${parts.join(' ')} }`;
  }
  if (!isObjectType(type)) throw new Error(`${String(type)} cannot be selected from.`);
  const fields = Object.values(type.getFields())
    .map((field) =>
      ofField(schema, field, { level: isWrapper(type.name) ? level : level + 1, levels }, [
        ...above,
        type.name,
      ]),
    )
    .filter(Boolean);
  return `{ __typename ${fields.join(' ')} }`;
}

function ofField(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  { level, levels }: Depth,
  above: readonly string[],
): string {
  const type = getNamedType(field.type);
  const page = field.args.find(({ name }) => name === 'first');
  const needed = field.args.filter(
    (parameter) =>
      isNonNullType(parameter.type) && parameter.defaultValue === undefined && parameter !== page,
  );
  if (needed.length > 0) return '';
  // Edges repeat the nodes; a count of a nested list is expensive and adds nothing.
  if (field.name === 'edges' || (field.name === 'totalCount' && above.length > 1)) return '';
  if (isLeafType(type)) return field.name;
  // Pages of the rows themselves only: the lists at the root reach the pages of their neighbours.
  if (page && above.filter((name) => !isWrapper(name)).length > 1) return '';
  if (level > levels || above.includes(type.name)) return '';
  if (level > 1 && isList(field.type) && !above.at(-1)?.endsWith('Connection') && above.length > 2)
    return '';
  const parameters = page ? `(first: ${[firstAtTop, firstBelow][level] ?? firstDeeper})` : '';
  // One level below the rows of a page, since several pages of a row add up to the cost limit.
  const depth = { level: page && level > 0 ? Math.max(level, levels - 1) : level, levels };
  return `${field.name}${parameters} ${ofType(schema, field.type, depth, above)}`;
}

function isWrapper(typeName: string): boolean {
  return /(Connection|Edge|Payload)$/.test(typeName);
}

function isList(type: GraphQLOutputType): boolean {
  return isNonNullType(type) ? isList(type.ofType) : isListType(type);
}
