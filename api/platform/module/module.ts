import type { EntityClass } from '@mikro-orm/core';
import type { FastifyInstance } from 'fastify';
import type { GraphQLScalarType } from 'graphql';
import type { Loader } from '../reads/read-context.ts';
import type { DataSubjectHandler } from '../privacy/data-subject-handler.ts';
import type {
  MutationTransaction,
  RightToActFor,
  EligibilityHandler,
} from '../context/mutation.ts';
import type { Services } from '../context/services.ts';
import type { FeedSource } from '../feed/source.ts';
import type { PeriodicTask } from '../jobs/periodic-tasks.ts';
import type { ScheduledTasks } from '../jobs/scheduled-tasks.ts';
import type { Messages, Terms } from '../common/messages.ts';
import type { PolicyTable, Rule, ScopeArea } from '../authorization/policy.ts';

/** Contributions of a module to the platform. Every part is optional. */
export interface Module {
  readonly name: string;
  /** type-graphql resolver classes. */
  readonly resolvers?: readonly (abstract new (...parameters: never[]) => unknown)[];
  readonly scalars?: readonly GraphQLScalarType[];
  readonly entities?: readonly EntityClass<object>[];
  readonly rules?: Record<string, Rule>;
  readonly policy?: PolicyTable;
  /**
   * Areas of scopes of its types and actions, by area. No token with limited scopes reaches what is
   * in none.
   */
  readonly scopes?: Readonly<Record<string, ScopeArea>>;
  /** Types that any token may read, such as the caller's own identity. */
  readonly openTypes?: readonly string[];
  /** Messages of refusals, by code. */
  readonly messages?: Messages;
  /** Sentences of answers that refuse nothing, such as the steps of a trace. */
  readonly sentences?: Messages;
  /** Words for enum values in messages. */
  readonly terms?: Terms;
  /** Loaders behind `node(id:)`, by id prefix. */
  readonly nodes?: Record<string, Loader<string, object>>;
  /** Live feeds of its nouns, each behind a subscription field. */
  readonly feeds?: readonly FeedSource[];
  /** Work that falls due by the clock. */
  readonly due?: readonly ScheduledTasks[];
  /** Work that is done from time to time. */
  readonly periodic?: readonly PeriodicTask[];
  /** Whether the actor may act for a person. Exactly one module provides it. */
  readonly rightToActFor?: RightToActFor;
  /** Personal data that the module keeps, for export and erasure. */
  readonly dataSubject?: DataSubjectHandler<MutationTransaction>;
  /**
   * Re-evaluates assignments when a ground of a volunteer's eligibility ends, in the same
   * transaction.
   */
  readonly eligibilityChanged?: EligibilityHandler;
  /** HTTP routes outside GraphQL. */
  readonly routes?: (server: FastifyInstance, services: Services) => Promise<void> | void;
}
