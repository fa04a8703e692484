import type { DocumentNode, OperationTypeNode } from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import type { LRUCache } from 'lru-cache';
import type { Lookahead } from '../reads/lookahead.ts';

/** A document that was parsed and validated. */
export interface Prepared {
  readonly document: DocumentNode;
  readonly type: OperationTypeNode;
  readonly operationName: string | undefined;
  /** Compiled when an authenticated caller first runs it. Null when it cannot be compiled. */
  readonly compiled: CompiledQuery | null;
  /** Whether it asks about the schema, and about anything else too. */
  readonly introspection: 'NONE' | 'ALONE' | 'MIXED';
  /** Costs already computed, by the variables that they depend on. */
  readonly costs: LRUCache<string, number>;
  /** Variables that the selection depends on; the others are only arguments of root fields. */
  readonly selectionVariables: ReadonlySet<string>;
  /** Scopes that a limited token needs to read the selected fields. */
  readonly scopes: readonly string[];
  readonly shape: Lookahead | null;
  /** Default values of the variables. */
  readonly defaults: Variables;
}

/** Values of the variables of an operation, by name. */
export type Variables = Record<string, unknown>;
