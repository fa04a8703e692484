import type { EntityClass } from '@mikro-orm/core';
import type { FastifyInstance } from 'fastify';
import type { GraphQLScalarType } from 'graphql';
import type { Context, LoaderOf, Services } from './context.ts';
import type { FeedSource } from './feed/source.ts';
import type { Messages } from './messages.ts';
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
  /** How `node(id:)` finds a thing, by id prefix. */
  readonly nodes?: Record<string, LoaderOf<string, object>>;
  /** Live feeds of its nouns, each behind a subscription field. */
  readonly feeds?: readonly FeedSource[];
  /** HTTP routes outside GraphQL. */
  readonly routes?: (server: FastifyInstance, services: Services) => Promise<void> | void;
  /** Work that runs beside the requests, such as a sequencer. Gives back how to stop it. */
  readonly start?: (services: Services) => Promise<{ close(): Promise<void> }>;
}

export type NodeLoader = (ctx: Context, id: string) => Promise<object | null>;
