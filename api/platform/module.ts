import type { EntityClass } from '@mikro-orm/core';
import type { FastifyInstance } from 'fastify';
import type { GraphQLScalarType } from 'graphql';
import type { Loader } from './context/operation-context.ts';
import type { DataSubjectHandler } from './privacy/data-subject-handler.ts';
import type { MutationTransaction, RightToActFor, EligibilityHandler } from './context/mutation.ts';
import type { Services } from './context/services.ts';
import type { FeedSource } from './feed/source.ts';
import type { ScheduledTasks } from './jobs/scheduled-tasks.ts';
import type { Messages, Terms } from './messages.ts';
import type { PolicyTable, Rule } from './policy.ts';

/** What a module brings to the house. Everything is optional, nothing else is looked at. */
export interface Module {
  readonly name: string;
  /** type-graphql resolver classes. */
  readonly resolvers?: readonly (abstract new (...parameters: never[]) => unknown)[];
  readonly scalars?: readonly GraphQLScalarType[];
  readonly entities?: readonly EntityClass<object>[];
  readonly rules?: Record<string, Rule>;
  readonly policy?: PolicyTable;
  readonly messages?: Messages;
  /** Words for names of the code that stand in messages. */
  readonly terms?: Terms;
  /** How `node(id:)` finds a thing, by id prefix. */
  readonly nodes?: Record<string, Loader<string, object>>;
  /** Live feeds of its nouns, each behind a subscription field. */
  readonly feeds?: readonly FeedSource[];
  /** Work that falls due by the clock. */
  readonly due?: readonly ScheduledTasks[];
  /** Whether the actor may act for a person; one module knows. */
  readonly rightToActFor?: RightToActFor;
  /** What the module keeps about a person, for a copy of it and for erasing it. */
  readonly dataSubject?: DataSubjectHandler<MutationTransaction>;
  /**
   * Reconsiders what rests on the right of volunteers to serve, in the transaction in which a
   * ground of it ends.
   */
  readonly eligibilityChanged?: EligibilityHandler;
  /** HTTP routes outside GraphQL. */
  readonly routes?: (server: FastifyInstance, services: Services) => Promise<void> | void;
  /** Work that runs beside the requests, such as a sequencer. Gives back how to stop it. */
  readonly start?: (services: Services) => Promise<{ close(): Promise<void> }>;
}
