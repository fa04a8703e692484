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
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { Context } from '../context/operation-context.ts';
import { protocolError, shortened } from '../errors.ts';
import { outageOf } from '../outage.ts';
import { limits } from '../limits.ts';
import { CompiledSize } from './compiled-size.ts';
import { costOf } from './cost.ts';
import { documentErrors, sourceError } from './document-limits.ts';
import { Introspection, introspectionIn } from './introspection.ts';
import { isInScope, type Permissions } from '../policy.ts';
import { scopesRead } from './scopes.ts';
import { nodeOutdated } from './result-formatting.ts';
import { TrustedDocuments } from './trusted-documents.ts';
import { selectionVariables } from './selection-variables.ts';
import { lookaheadOf } from '../reads/lookahead.ts';
import type { Prepared, Variables } from './prepared.ts';
import { textError, variableErrors } from './variables.ts';

/**
 * The one door: HTTP, WebSocket and SSE prepare and run their operations here, so what holds on one
 * holds on all.
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
   * Parses and validates, or gives the errors that say why not. Anybody may have this done, also
   * without a token: its time grows with the bytes, whatever they say (document-limits.ts).
   */
  prepare(
    source: string,
    operationName?: string | null,
  ): Prepared | { errors: readonly GraphQLError[] } {
    const key = `${operationName ?? ''}\n${source}`;
    const known = this.prepared.get(key);
    if (known) return known;
    const fresh = this.prepareAnew(source, operationName ?? undefined);
    if (!('errors' in fresh) && source.length <= limits.preparedSourceLengthMax)
      this.prepared.set(key, fresh);
    return fresh;
  }

  /**
   * Why a text is not worth parsing; for transports that parse it themselves. What is prepared
   * already is not looked at again.
   */
  sourceError(source: string, operationName: unknown): GraphQLError | null {
    if (source.length < limits.documentNestingMax) return null;
    const key = `${typeof operationName === 'string' ? operationName : ''}\n${source}`;
    return this.prepared.has(key) ? null : sourceError(source);
  }

  /**
   * What has to hold before an operation may begin, whichever way it came in. Throws NODE_OUTDATED,
   * SCOPE_MISSING, COST_LIMIT, DOCUMENT_NOT_TRUSTED.
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
        `This token does not cover what is asked for: get one with ${missing.join(', ')}, and see that the foundation grants your app these.`,
        403,
        { scopes: missing },
      );
    }
    return this.charge(prepared, variables);
  }

  /** What the operation costs, worked out before it runs. Throws COST_LIMIT. */
  charge(prepared: Prepared, variables: Variables): number {
    const cost = this.costOf(prepared, variables);
    if (cost > limits.costMax) {
      throw protocolError(
        'COST_LIMIT',
        `The query costs ${cost}, ${limits.costMax} are allowed. Ask for smaller pages (first:) or fewer fields.`,
        400,
        {
          cost: { requested: cost, max: limits.costMax },
        },
      );
    }
    return cost;
  }

  /**
   * Runs a query or mutation to its end and closes its snapshot, also after an error. Where the
   * rights of the actor came from memory and have changed, it did nothing, and runs again under
   * those of now.
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
      // The answer does not wait for the COMMIT of a snapshot that changed nothing.
      void ctx.closeReader();
    }
  }

  private async runOnce(
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
   * Only numbers (`first`) and conditions (`@include`) move the cost, so it is worked out once for
   * each combination of them.
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
    // Compiling takes as long as running some ten times. Strangers, who may send anything and run
    // nearly nothing, do without.
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

  /**
   * The one root field of a subscription, with its arguments. Throws for variables that do not fit.
   */
  subscriptionCall(
    prepared: Prepared,
    variables: Variables,
  ): { field: string; parameters: Record<string, unknown> } {
    const operation = getOperationAST(prepared.document, prepared.operationName);
    const type = this.schema.getSubscriptionType();
    const node = operation && rootField(operation.selectionSet, prepared.document);
    const definition = node && type?.getFields()[node.name.value];
    if (!operation || !node || !definition)
      throw protocolError('BAD_SUBSCRIPTION', 'Subscribe to one field.', 400);
    const [wrong] = variableErrors(this.schema, prepared, variables);
    if (wrong) throw wrong;
    const coerced = getVariableValues(this.schema, operation.variableDefinitions ?? [], variables, {
      maxErrors: 1,
    });
    if (coerced.errors)
      throw protocolError('BAD_USER_INPUT', coerced.errors[0]?.message ?? '', 400);
    return {
      field: node.name.value,
      parameters: getArgumentValues(definition, node, coerced.coerced),
    };
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
    // One less than is told, since graphql-js adds a word on those that it leaves out.
    const errors = validate(this.schema, document, specifiedRules, {
      maxErrors: limits.errorsMax - 1,
    });
    if (errors.length > 0)
      return { errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) };
    const operation = getOperationAST(document, operationName);
    if (!operation) {
      const message = operationName
        ? `There is no operation ${operationName} in the document.`
        : 'The document holds several operations: say which one in operationName.';
      return { errors: [protocolError('OPERATION_RESOLUTION_FAILURE', message, 400)] };
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
   * graphql-jit asks for fields of input objects that have a default, so operations that take such
   * a variable are not compiled.
   */
  private canCompile(operation: OperationDefinitionNode): boolean {
    return (operation.variableDefinitions ?? []).every(
      ({ type }) =>
        !hasDefault(getNamedType(typeFromAST(this.schema, type as NamedTypeNode)), new Set()),
    );
  }
}

function hasDefault(type: GraphQLNamedType | undefined, seen: Set<GraphQLNamedType>): boolean {
  if (!isInputObjectType(type) || seen.has(type)) return false;
  seen.add(type);
  return Object.values(type.getFields()).some(
    (field) => field.defaultValue !== undefined || hasDefault(getNamedType(field.type), seen),
  );
}

/** The rules for subscriptions see to it that there is one field only, perhaps inside fragments. */
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

/** Text in the document itself that no read may ask for. */
function literalError(document: DocumentNode): GraphQLError | null {
  let error: GraphQLError | null = null;
  visit(document, {
    StringValue({ value }) {
      error ??= textError(value);
    },
  });
  return error;
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  if (error.extensions?.['code']) return error;
  return new GraphQLError(shortened(error.message), {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    originalError: error.originalError,
    extensions: { ...error.extensions, code, http: { status: 400 } },
  });
}
