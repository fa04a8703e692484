import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  type FieldNode,
  getArgumentValues,
  getNamedType,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInputObjectType,
  type NamedTypeNode,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  specifiedRules,
  typeFromAST,
  validate,
  valueFromASTUntyped,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { Context } from '../context/operation-context.ts';
import {
  type ProtocolError,
  protocolError,
  type RefusalParams,
  shortened,
} from '../common/errors.ts';
import { outageOf } from '../common/outage.ts';
import { limits } from '../common/limits.ts';
import { CompiledSize } from './compiled-size.ts';
import { costOf } from './cost.ts';
import { documentErrors, sourceError } from './document-limits.ts';
import { Introspection, introspectionIn } from './introspection.ts';
import { isInScope, type Permissions } from '../authorization/policy.ts';
import { scopesRead } from './scopes.ts';
import { nodeOutdated } from './result-formatting.ts';
import { TrustedDocuments } from './trusted-documents.ts';
import { selectionVariables } from './selection-variables.ts';
import { lookaheadOf } from '../reads/lookahead.ts';
import { literalError, withCode } from './document-errors.ts';
import type { Prepared, Variables } from './prepared.ts';
import { coercionErrors, variableErrors } from './variables.ts';

/**
 * The single entry point: HTTP, WebSocket and SSE prepare and run their operations here, so every
 * rule holds for all transports.
 */
export class Operations {
  private readonly prepared = new LRUCache<string, Prepared>({ max: limits.preparedOperationsMax });
  private readonly introspection: Introspection;

  constructor(
    readonly schema: GraphQLSchema,
    private readonly permissions: Permissions,
    readonly trusted = new TrustedDocuments(),
  ) {
    this.introspection = new Introspection(schema);
  }

  /**
   * Parses and validates a document, or returns its errors. Anybody may call this, also without a
   * token, so its time is linear in the bytes (document-limits.ts).
   */
  prepare(
    source: string,
    operationName?: string | null,
  ): Prepared | { errors: readonly GraphQLError[] } {
    const key = preparedKey(source, operationName);
    const known = this.prepared.get(key);
    if (known) return known;
    const fresh = this.prepareAnew(source, operationName ?? undefined);
    if (!('errors' in fresh) && source.length <= limits.preparedSourceLengthMax)
      this.prepared.set(key, fresh);
    return fresh;
  }

  /**
   * Error of a source text that is not worth parsing, for transports that parse it themselves. A
   * prepared operation is not checked again.
   */
  sourceError(source: string, operationName: unknown): ProtocolError | null {
    if (source.length < limits.documentNestingMax) return null;
    const key = preparedKey(source, typeof operationName === 'string' ? operationName : null);
    return this.prepared.has(key) ? null : sourceError(source);
  }

  /**
   * Admits an operation, on every transport. Throws NODE_OUTDATED, SCOPE_MISSING, COST_LIMIT,
   * DOCUMENT_NOT_TRUSTED.
   */
  admit(prepared: Prepared, ctx: Context, variables: Variables): number {
    if (ctx.services.schemaVersion.mismatch) throw nodeOutdated(ctx.services, ctx.locale);
    const untrusted = this.trusted.refusal(ctx.actorOrNull?.appId, prepared.document);
    if (untrusted) throw untrusted;
    const missing = prepared.scopes.filter(
      (scope) => ctx.actorOrNull && !isInScope(ctx.actorOrNull, scope),
    );
    if (missing.length > 0) {
      throw protocolError(
        'SCOPE_MISSING',
        403,
        { scope: missing.join(', ') },
        { extensions: { scopes: missing } },
      );
    }
    return this.charge(prepared, variables);
  }

  /** Checks the cost of the operation before it runs. Throws COST_LIMIT. */
  charge(prepared: Prepared, variables: Variables): number {
    const cost = this.costOf(prepared, variables);
    if (cost > limits.costMax) {
      throw protocolError(
        'COST_LIMIT',
        400,
        { cost, limit: limits.costMax },
        { extensions: { cost: { requested: cost, max: limits.costMax } } },
      );
    }
    return cost;
  }

  /**
   * Runs a query or mutation to its end and closes its snapshot, also after an error. If the cached
   * actor was stale, nothing was done, and the operation runs again with the current actor.
   */
  async run(prepared: Prepared, ctx: Context, variables: Variables): Promise<ExecutionResult> {
    try {
      const result = await this.runOnce(prepared, ctx, variables);
      if (await ctx.revalidateActor()) return result;
      await ctx.reloadActor();
      return await this.runOnce(prepared, ctx, variables);
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      if (outageOf(error))
        return { errors: [new GraphQLError('', { originalError: error as Error })] };
      throw error;
    } finally {
      // The answer does not wait for the COMMIT of a read-only snapshot.
      void ctx.closeReader();
    }
  }

  private async runOnce(
    prepared: Prepared,
    ctx: Context,
    variables: Variables,
  ): Promise<ExecutionResult> {
    const result = await this.attempt(prepared, ctx, variables);
    if (!result.errors?.some(isOfVariables)) return result;
    const errors = coercionErrors(this.schema, prepared, variables);
    return errors.length > 0 ? { errors } : result;
  }

  private async attempt(
    prepared: Prepared,
    ctx: Context,
    variables: Variables,
  ): Promise<ExecutionResult> {
    try {
      const errors = variableErrors(this.schema, prepared, variables);
      if (errors.length > 0) return { errors };
      this.admit(prepared, ctx, variables);
      const execute = async () => this.execute(prepared, ctx, variables);
      return (await this.introspection.answer(prepared, variables, execute)) ?? (await execute());
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      throw error;
    }
  }

  /**
   * Only numbers (`first`) and conditions (`@include`) change the cost, so it is cached for each
   * combination of them.
   */
  private costOf(prepared: Prepared, variables: Variables): number {
    const key = Object.entries(variables)
      .filter(([, value]) => typeof value === 'number' || typeof value === 'boolean')
      .map(([name, value]) => `${name}=${String(value)}`)
      .sort()
      .join('&');
    let cost = prepared.costs.get(key);
    if (cost === undefined) {
      cost = costOf(this.schema, prepared, variables);
      prepared.costs.set(key, cost);
    }
    return cost;
  }

  async execute(
    prepared: Prepared,
    ctx: Context,
    variables: Variables,
    rootValue?: unknown,
  ): Promise<ExecutionResult> {
    const contextValue = { ctx };
    ctx.lookahead = prepared.shape;
    ctx.variables = { ...prepared.defaults, ...variables };
    // Compiling takes as long as some ten executions. Unauthenticated callers may send any document
    // but can run almost none, so theirs are not compiled.
    const compiled = ctx.isSignedIn && prepared.introspection === 'NONE' ? prepared.compiled : null;
    if (compiled) return compiled.query(rootValue, contextValue, variables);
    const { schema } = this;
    return execute({
      schema,
      document: prepared.document,
      operationName: prepared.operationName,
      rootValue,
      contextValue,
      variableValues: variables,
    });
  }

  /** The single root field of a subscription, with its arguments. Throws for invalid variables. */
  subscriptionCall(
    prepared: Prepared,
    variables: Variables,
  ): { field: string; parameters: Record<string, unknown> } {
    const operation = getOperationAST(prepared.document, prepared.operationName);
    const type = this.schema.getSubscriptionType();
    const node = operation && rootField(operation.selectionSet, prepared.document);
    const definition = node && type?.getFields()[node.name.value];
    if (!operation || !node || !definition) throw protocolError('BAD_SUBSCRIPTION', 400);
    const [wrong] = [
      ...variableErrors(this.schema, prepared, variables),
      ...coercionErrors(this.schema, prepared, variables),
    ];
    if (wrong) throw wrong;
    const { coerced = {} } = getVariableValues(
      this.schema,
      operation.variableDefinitions ?? [],
      variables,
    );
    return { field: node.name.value, parameters: getArgumentValues(definition, node, coerced) };
  }

  private prepareAnew(
    source: string,
    operationName: string | undefined,
  ): Prepared | { errors: readonly GraphQLError[] } {
    const unworthy = sourceError(source);
    if (unworthy) return { errors: [unworthy] };
    let document: DocumentNode;
    try {
      document = parse(source, { maxTokens: limits.tokensMax });
    } catch (error) {
      return { errors: [withCode(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')] };
    }
    const tooLarge = documentErrors(document);
    if (tooLarge.length > 0) return { errors: tooLarge.slice(0, limits.errorsMax) };
    // One less than the limit, since graphql-js adds a note about the errors that it leaves out.
    const errors = validate(this.schema, document, specifiedRules, {
      maxErrors: limits.errorsMax - 1,
    });
    if (errors.length > 0)
      return {
        errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED', document)),
      };
    const operation = getOperationAST(document, operationName);
    if (!operation) {
      const asked: RefusalParams =
        operationName !== undefined ? { name: shortened(operationName), variant: 'UNKNOWN' } : {};
      return { errors: [protocolError('OPERATION_RESOLUTION_FAILURE', 400, asked)] };
    }
    const wrongText = operation.operation === 'mutation' ? null : literalError(document);
    if (wrongText) return { errors: [wrongText] };
    const compile = () => this.compile(document, operation);
    let compiled: CompiledQuery | null | undefined;
    return {
      document,
      type: operation.operation,
      operationName,
      costs: new LRUCache({ max: limits.costsPerOperationMax }),
      get compiled() {
        return compiled === undefined ? (compiled = compile()) : compiled;
      },
      introspection: introspectionIn(operation, document),
      selectionVariables: selectionVariables(document),
      scopes: scopesRead(this.schema, document, this.permissions.scopeOfType),
      shape: lookaheadOf(this.schema, document, operation),
      defaults: Object.fromEntries(
        (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
          defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
        ),
      ),
    };
  }

  private compile(
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): CompiledQuery | null {
    if (!this.canCompile(operation)) return null;
    if (new CompiledSize(this.schema, document).of(operation) > limits.compiledFieldsMax)
      return null;
    const compiled = compileQuery(this.schema, document, operation.name?.value);
    return isCompiledQuery(compiled) ? compiled : null;
  }

  /**
   * graphql-jit requires fields of input objects that have a default, so operations with such a
   * variable are not compiled.
   */
  private canCompile(operation: OperationDefinitionNode): boolean {
    return (operation.variableDefinitions ?? []).every(
      ({ type }) =>
        !hasDefault(getNamedType(typeFromAST(this.schema, type as NamedTypeNode)), new Set()),
    );
  }
}

/** Two pairs of text and name never have the same key, whatever characters they hold. */
function preparedKey(source: string, operationName: string | null | undefined): string {
  return JSON.stringify([operationName ?? null, source]);
}

/**
 * Cost estimation and executors report an invalid variable without a path, and without a code of
 * ours.
 */
function isOfVariables({ path, originalError, extensions }: GraphQLError): boolean {
  return !path && !extensions?.['code'] && (!originalError || !outageOf(originalError));
}

function hasDefault(type: GraphQLNamedType | undefined, seen: Set<GraphQLNamedType>): boolean {
  if (!isInputObjectType(type) || seen.has(type)) return false;
  seen.add(type);
  return Object.values(type.getFields()).some(
    (field) => field.defaultValue !== undefined || hasDefault(getNamedType(field.type), seen),
  );
}

/** Validation ensures that a subscription has one field, perhaps inside fragments. */
function rootField({ selections }: SelectionSetNode, document: DocumentNode): FieldNode | null {
  for (const selection of selections) {
    if (selection.kind === 'Field') return selection;
    const inner =
      selection.kind === 'InlineFragment'
        ? selection
        : document.definitions.find(
            (part) =>
              part.kind === 'FragmentDefinition' && part.name.value === selection.name.value,
          );
    const found =
      inner &&
      'selectionSet' in inner &&
      inner.selectionSet &&
      rootField(inner.selectionSet, document);
    if (found) return found;
  }
  return null;
}
