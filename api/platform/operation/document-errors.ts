import { type DocumentNode, type GraphQLError, visit } from 'graphql';
import { ProtocolError, Refusal, shortened } from '../common/errors.ts';
import { placeOf } from './places.ts';
import { scalarRefusal, textError } from './variables.ts';

/** Error of a string literal that no database can hold. */
export function literalError(document: DocumentNode): GraphQLError | null {
  let error: GraphQLError | null = null;
  visit(document, {
    StringValue(node) {
      error ??= textError(node.value, () => placeOf(document, (each) => each === node));
    },
  });
  return error;
}

/** A finding of graphql-js as an error of ours, with its English text as the param `detail`. */
export function withCode(error: GraphQLError, code: string, document?: DocumentNode): GraphQLError {
  const { nodes, source, positions } = error;
  const [literal] = nodes ?? [];
  const refusal = scalarRefusal(
    error,
    document ? placeOf(document, (node) => node === literal) : [],
  );
  return new ProtocolError(
    refusal ?? new Refusal(code, { detail: shortened(error.message) }),
    400,
    { nodes, source, positions },
  );
}
