import {
  coerceInputValue,
  type DocumentNode,
  getOperationAST,
  type GraphQLError,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  type TypeNode,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { RefusedValue } from '../../../schema/refused-value.ts';
import { isStorable } from '../../../schema/storable-text.ts';
import { fieldAt, ProtocolError, protocolError, Refusal, shortened } from '../common/errors.ts';
import { limits } from '../common/limits.ts';
import { placeOf } from './places.ts';
import type { Prepared, Variables } from './prepared.ts';

type Asked = Pick<Prepared, 'document' | 'operationName' | 'type'>;

/**
 * Errors of an operation's variables; none when they are valid. Checked before coercion, which
 * takes many times as long for each value and builds an error for each invalid one. For 80 KB it
 * took seconds and returned megabytes.
 */
export function variableErrors(
  schema: GraphQLSchema,
  prepared: Asked,
  variables: Variables,
): readonly GraphQLError[] {
  const walk = new Walk(prepared.type !== 'mutation', prepared.document);
  const wrong = walk.errorOf(variables);
  if (wrong) return [wrong];
  if (walk.values <= limits.variableValuesFew) return [];
  return coercionErrors(schema, prepared, variables);
}

/**
 * The first errors of variables that do not match their types. Executors report them in words of
 * their own, so this finds them again with code, field and place.
 */
export function coercionErrors(
  schema: GraphQLSchema,
  { document, operationName }: Asked,
  variables: Variables,
): readonly GraphQLError[] {
  const operation = getOperationAST(document, operationName) as OperationDefinitionNode;
  const errors: GraphQLError[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    try {
      checkVariable(schema, document, definition, variables, errors);
    } catch (error) {
      if (error !== enough) throw error;
      break;
    }
  }
  return errors;
}

/** Thrown when as many errors are found as one answer reports. */
const enough = new Error('There are enough errors.');

function checkVariable(
  schema: GraphQLSchema,
  document: DocumentNode,
  definition: VariableDefinitionNode,
  variables: Variables,
  errors: GraphQLError[],
): void {
  const name = definition.variable.name.value;
  const type = typeFromAST(schema, definition.type as TypeNode & { kind: 'NamedType' });
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (!isInputType(type)) return;
  if (value === undefined && (definition.defaultValue || !isNonNullType(type))) return;
  coerceInputValue(value, type, (path, _, error) => {
    const detail = `Variable ${[name, ...path].join('.')}: ${error.message}`;
    const refusal =
      scalarRefusal(error, [...placeOfVariable(document, name), ...path]) ??
      new Refusal('BAD_USER_INPUT', { detail: shortened(detail) });
    errors.push(new ProtocolError(refusal, 400, { nodes: definition }));
    if (errors.length >= limits.errorsMax) throw enough;
  });
}

/** A value outside of an input has the name of the argument that its variable is used for. */
function placeOfVariable(document: DocumentNode, name: string): string[] {
  return placeOf(document, (node) => node.kind === 'Variable' && node.name.value === name);
}

/** Refusal of a scalar of our own, with the field of the value. Null for any other error. */
export function scalarRefusal(
  { originalError }: GraphQLError,
  place: readonly (string | number)[],
): Refusal | null {
  if (!(originalError instanceof RefusedValue)) return null;
  const { code, params } = originalError;
  return new Refusal(code, { field: fieldAt(place), ...params }, place.map(String));
}

/**
 * Error of a text that no database can hold, so a read cannot search for it. Mutations report it as
 * data (schema.ts), with its path in the input.
 */
export function textError(text: string, placeOfText: () => readonly string[]): GraphQLError | null {
  if (isStorable(text)) return null;
  return protocolError('TEXT_HAS_CONTROL_CHARACTERS', 400, { field: fieldAt(placeOfText()) });
}

/** Visits each value once, and stops at the first that exceeds a limit. */
class Walk {
  values = 0;

  constructor(
    private readonly checksTexts: boolean,
    private readonly document: DocumentNode,
  ) {}

  errorOf(value: unknown, depth = 0, name = ''): GraphQLError | null {
    if (typeof value === 'string')
      return this.checksTexts
        ? textError(value, () => (depth === 1 ? placeOfVariable(this.document, name) : [name]))
        : null;
    if (typeof value !== 'object' || value === null) return null;
    if (depth > limits.valueDepthMax) return tooDeep();
    if (Array.isArray(value)) {
      this.values += value.length;
      if (this.values > limits.variableValuesMax) return tooMany();
      for (const each of value) {
        const error = this.errorOf(each, depth + 1, name);
        if (error) return error;
      }
      return null;
    }
    for (const key in value) {
      this.values += 1;
      if (this.values > limits.variableValuesMax) return tooMany();
      const error = this.errorOf((value as Variables)[key], depth + 1, key);
      if (error) return error;
    }
    return null;
  }
}

function tooDeep(): GraphQLError {
  return protocolError('VALUE_DEPTH_LIMIT', 400, { limit: limits.valueDepthMax });
}

function tooMany(): GraphQLError {
  return protocolError('VARIABLES_LIMIT', 400, { limit: limits.variableValuesMax });
}
