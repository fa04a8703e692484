import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { isStorable } from '../../../schema/storable-text.ts';
import { protocolError, shortened } from '../common/errors.ts';
import { limits } from '../common/limits.ts';
import type { Prepared, Variables } from './prepared.ts';

/**
 * Errors of an operation's variables; none when they are valid. Checked before coercion, which
 * takes many times as long for each value and builds an error for each invalid one. For 80 KB it
 * took seconds and returned megabytes.
 */
export function variableErrors(
  schema: GraphQLSchema,
  prepared: Pick<Prepared, 'document' | 'operationName' | 'type'>,
  variables: Variables,
): readonly GraphQLError[] {
  const walk = new Walk(prepared.type !== 'mutation');
  const wrong = walk.errorOf(variables);
  if (wrong) return [wrong];
  if (walk.values <= limits.variableValuesFew) return [];
  const operation = getOperationAST(
    prepared.document,
    prepared.operationName,
  ) as OperationDefinitionNode;
  return coercionErrors(schema, operation, variables);
}

/** The first errors of variables that do not match their types. */
function coercionErrors(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Variables,
): readonly GraphQLError[] {
  const { errors } = getVariableValues(schema, variableDefinitions, variables, {
    maxErrors: limits.errorsMax - 1,
  });
  return (errors ?? []).map(({ message, nodes }) => badInput(shortened(message), nodes));
}

/**
 * Error of a text that no database can hold, so a read cannot search for it. Mutations report it as
 * data (schema.ts), with its path in the input.
 */
export function textError(text: string): GraphQLError | null {
  if (isStorable(text)) return null;
  return badInput(
    'A text holds a NUL character, or half of a character (a lone surrogate). Remove what cannot be seen.',
  );
}

function badInput(message: string, nodes?: GraphQLError['nodes']): GraphQLError {
  return new GraphQLError(message, {
    nodes,
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });
}

/** Visits each value once, and stops at the first that exceeds a limit. */
class Walk {
  values = 0;

  constructor(private readonly checksTexts: boolean) {}

  errorOf(value: unknown, depth = 0): GraphQLError | null {
    if (typeof value === 'string') return this.checksTexts ? textError(value) : null;
    if (typeof value !== 'object' || value === null) return null;
    if (depth > limits.valueDepthMax) return tooDeep();
    if (Array.isArray(value)) {
      this.values += value.length;
      if (this.values > limits.variableValuesMax) return tooMany();
      for (const each of value) {
        const error = this.errorOf(each, depth + 1);
        if (error) return error;
      }
      return null;
    }
    for (const key in value) {
      this.values += 1;
      if (this.values > limits.variableValuesMax) return tooMany();
      const error = this.errorOf((value as Variables)[key], depth + 1);
      if (error) return error;
    }
    return null;
  }
}

function tooDeep(): GraphQLError {
  return protocolError(
    'VALUE_DEPTH_LIMIT',
    `The variables are more than ${limits.valueDepthMax} levels deep. No argument of this API takes such a value: see the schema for its type.`,
    400,
  );
}

function tooMany(): GraphQLError {
  return protocolError(
    'VARIABLES_LIMIT',
    `The variables contain more than ${limits.variableValuesMax} values. Split them over several operations.`,
    400,
  );
}
