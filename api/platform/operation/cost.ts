import { createRequire } from 'node:module';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type * as QueryComplexity from 'graphql-query-complexity';
import { limits } from '../common/limits.ts';

// The ES module of this package loads a second copy of graphql, which rejects the schema of the
// first. The CommonJS one does not.
const { fieldExtensionsEstimator, getComplexity, simpleEstimator } = createRequire(import.meta.url)(
  'graphql-query-complexity',
) as typeof QueryComplexity;

/**
 * Cost of an operation before it runs: about one unit for each row and each field that reads from
 * the database.
 */
export function costOf(
  schema: GraphQLSchema,
  operation: { document: DocumentNode; operationName: string | undefined },
  variables: Record<string, unknown>,
): number {
  return getComplexity({
    schema,
    query: operation.document,
    operationName: operation.operationName,
    variables,
    estimators,
  });
}

/**
 * The cost of a connection is its page size (`first`) times the cost of its children. Any other
 * field costs one unit, unless it declares a cost.
 */
const pageEstimator: QueryComplexity.ComplexityEstimator = ({ args, childComplexity, node }) => {
  const first: unknown = args['first'];
  if (typeof first !== 'number') return undefined;
  const counts = node.selectionSet?.selections.some(
    (part) => part.kind === 'Field' && part.name.value === 'totalCount',
  );
  return (
    1 +
    (counts ? totalCountCost : 0) +
    Math.min(Math.max(first, 1), limits.pageSizeMax) * Math.max(childComplexity, 1)
  );
};

/** Counting reads every row that the caller may see, so it costs as much as a page, once. */
const totalCountCost = 100;

const estimators = [
  fieldExtensionsEstimator(),
  pageEstimator,
  simpleEstimator({ defaultComplexity: 1 }),
];
