import { type ClassType, Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Where a page of a connection ends.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there is more after this page.' })
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Pass as `after` to get the next page. Null on an empty page.' })
  endCursor!: string | null;
}

/** One page of a keyset connection, as rows. `totalCount` is a field of its own because counting has its own price. */
export interface Page<T> {
  nodes: T[];
  edges: { cursor: string; node: T }[];
  pageInfo: PageInfo;
  /** Counts on demand; the resolver of `totalCount` calls it. */
  total?: () => Promise<number>;
}

export interface ConnectionClass {
  new (): { nodes: unknown[]; pageInfo: PageInfo };
}

/** Builds the connection and edge types of a noun: `connectionOf(Elder, 'Elder')` is `ElderConnection` with `ElderEdge`. */
export function connectionOf<T extends object>(noun: () => ClassType<T>, name: string): ConnectionClass {
  @ObjectType(`${name}Edge`, { description: `One ${name} in a connection, with its cursor.`, simpleResolvers: true })
  class Edge {
    @Field(() => String, { description: 'Opaque position of this edge; pass as `after` to continue behind it.' })
    cursor!: string;

    @Field(noun, { description: `The ${name} itself.` })
    node!: T;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${name} in a stable order.`, simpleResolvers: true })
  class Connection {
    @Field(() => [Edge], { description: 'The page with a cursor for each entry.' })
    edges!: Edge[];

    @Field(() => [noun()], { description: 'The page without cursors.' })
    nodes!: T[];

    @Field(() => PageInfo, { description: 'Where this page ends.' })
    pageInfo!: PageInfo;

    @Field(() => Int, {
      simple: false,
      description: 'How many there are in all that you may see. Counted on demand and priced as a query of its own.',
    })
    totalCount?: number;
  }
  return Connection as unknown as ConnectionClass;
}
