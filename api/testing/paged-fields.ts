import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLInputType,
  type GraphQLNamedType,
} from 'graphql';
import type { Answer, Caller } from './caller.ts';

/** Cursors of a page, and what it says about its neighbours. */
export interface PageOfCursors {
  edges: { cursor: string }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

/** Arguments of one read of a list. */
export interface Reading {
  first: number;
  after?: string | null;
  /** Filter and order, by argument. */
  filter?: Readonly<Record<string, unknown>>;
  /** Id of the row that the list belongs to, or the filter of a board. */
  parent?: unknown;
}

/** A field that shows pages of a connection, at the root or below a row. */
export class PagedField {
  constructor(
    readonly owner: GraphQLNamedType,
    readonly field: GraphQLField<unknown, unknown>,
    private readonly isRoot: boolean,
  ) {}

  get name(): string {
    return `${this.owner.name}.${this.field.name}`;
  }

  get connection(): string {
    return getNamedType(this.field.type).name;
  }

  /** Type of the rows that the list belongs to; null at the root and on a board. */
  get parentType(): string | null {
    return this.isRoot || this.isOnBoard ? null : this.owner.name;
  }

  get isOnBoard(): boolean {
    return this.owner.name === 'ServiceRequestBoard';
  }

  /** Arguments of filter and order. */
  get filters(): readonly GraphQLArgument[] {
    return this.field.args.filter(({ name }) => !pageArguments.has(name));
  }

  async read(caller: Caller, { first, after = null, filter = {}, parent }: Reading): Promise<Read> {
    const given = this.filters.filter(({ name }) => name in filter);
    const declared = given.map(({ name, type }) => `, $${name}: ${type.toString()}`).join('');
    const passed = given.map(({ name }) => `, ${name}: $${name}`).join('');
    const list = `list: ${this.field.name}(first: ${first}, after: $after${passed}) {
      edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`;
    const [more, document] = this.isRoot
      ? ['', list]
      : this.isOnBoard
        ? [
            ', $parent: ServiceRequestFilter',
            `parent: serviceRequestBoard(filter: $parent) { ${list} }`,
          ]
        : [', $parent: ID!', `parent: node(id: $parent) { ... on ${this.owner.name} { ${list} } }`];
    const answer = await caller.send(`query ($after: String${declared}${more}) { ${document} }`, {
      after,
      ...filter,
      ...(!this.isRoot && { parent }),
    });
    const { data } = answer;
    return {
      page: (this.isRoot ? data?.list : data?.parent?.list) ?? null,
      code: (answer.errors?.[0]?.extensions['code'] as string | undefined) ?? null,
      error: answer.errors?.[0] ?? null,
    };
  }
}

/** A page, or the refusal of the field. */
export interface Read {
  page: PageOfCursors | null;
  code: string | null;
  error: NonNullable<Answer['errors']>[number] | null;
}

const pageArguments: ReadonlySet<string> = new Set(['first', 'after']);

/** All fields that show pages of a connection. New fields are included automatically. */
export function pagedFieldsOf(schema: GraphQLSchema): PagedField[] {
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields())
          .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
          .map((field) => new PagedField(type, field, type === schema.getQueryType()))
      : [],
  );
}

/** A valid value of a filter, by the sample of its name if there is one. */
export function sampleOf(
  { name, type }: { name: string; type: GraphQLInputType },
  samples: Readonly<Record<string, unknown>>,
): unknown {
  if (isNonNullType(type)) return sampleOf({ name, type: type.ofType }, samples);
  if (isListType(type)) return [sampleOf({ name, type: type.ofType }, samples)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields()).map((each) => [each.name, sampleOf(each, samples)]),
    );
  const sample = samples[name] ?? samples[type.toString()];
  if (sample === undefined)
    throw new Error(`The filter ${name} of the type ${type.toString()} needs a sample.`);
  return sample;
}
