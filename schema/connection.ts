import { type ClassType, Field, Int, ObjectType } from 'type-graphql';

@ObjectType({
  description: 'Position of a page in a connection, as in the Relay specification.',
  simpleResolvers: true,
})
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more items follow this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether items precede this page: true on every page that continues after a cursor.',
  })
  hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the first item of this page. Null on an empty page.',
  })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor to pass as `after` for the next page. Null on an empty page.',
  })
  endCursor!: string | null;
}

/**
 * One page of a keyset connection, as rows. `totalCount` is a field of its own because counting has
 * its own cost.
 */
export interface Page<T> {
  nodes: T[];
  edges: { cursor: string; node: T }[];
  pageInfo: PageInfo;
  /** Counts on demand, when the resolver of `totalCount` calls it. */
  total: (() => Promise<number>) | null;
}

export interface ConnectionClass {
  new (): { nodes: unknown[]; pageInfo: PageInfo };
}

/**
 * Builds the connection and edge types of a type: `connectionOf(Elder, 'Elder')` is
 * `ElderConnection` with `ElderEdge`.
 */
export function connectionOf<T extends object>(
  noun: () => ClassType<T>,
  name: string,
): ConnectionClass {
  @ObjectType(`${name}Edge`, {
    description: `One ${name} in a connection, with its cursor.`,
    simpleResolvers: true,
  })
  class Edge {
    @Field(() => String, {
      description: 'Opaque position of this edge. Pass it as `after` to continue from here.',
    })
    cursor!: string;

    @Field(noun, { description: `${name} at this position.` })
    node!: T;
  }

  @ObjectType(`${name}Connection`, {
    description: `Page of ${name} in a stable order.`,
    simpleResolvers: true,
  })
  class Connection {
    @Field(() => [Edge], { description: 'Items of this page, each with its cursor.' })
    edges!: Edge[];

    @Field(() => [noun()], { description: 'Items of this page, without cursors.' })
    nodes!: T[];

    @Field(() => PageInfo, { description: 'Position of this page in the list.' })
    pageInfo!: PageInfo;

    @Field(() => Int, {
      simple: false,
      description:
        'Number of all items that the caller may see. Counted on demand and priced as a separate query.',
    })
    totalCount?: number;
  }
  return Connection as unknown as ConnectionClass;
}
