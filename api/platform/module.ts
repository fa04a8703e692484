import type { EntityClass } from '@mikro-orm/core';
import type { FastifyInstance } from 'fastify';
import type { GraphQLScalarType } from 'graphql';
import type { Context, Loader, MutationTransaction, RightToActFor, Services } from './context.ts';
import type { Statement } from './database/read-snapshot.ts';
import type { EligibilityHandler } from './eligibility.ts';
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
  readonly dataSubject?: DataSubjectHandler;
  /** Reconsiders what rests on the right of volunteers to serve, in the transaction in which a ground of it ends. */
  readonly eligibilityChanged?: EligibilityHandler;
  /** HTTP routes outside GraphQL. */
  readonly routes?: (server: FastifyInstance, services: Services) => Promise<void> | void;
  /** Work that runs beside the requests, such as a sequencer. Gives back how to stop it. */
  readonly start?: (services: Services) => Promise<{ close(): Promise<void> }>;
}

/** Somebody who was just registered. */
export interface NewPerson {
  id: string;
  communityId: string;
  name: string;
}

/** What a module keeps about a person. `api/people/personal.test.ts` holds every table with people in it to stand in one. */
export interface DataSubjectHandler {
  /** Statements by table that read what is about a person: $1 is the tenant, $2 the person. */
  readonly rows: Readonly<Record<string, Statement>>;
  /** How to put rows of a table into clear for a copy, where something in them is sealed. */
  readonly open?: Readonly<
    Record<string, (services: Services, row: Record<string, unknown>) => Record<string, unknown>>
  >;
  /** Begins what the module keeps for every new person, in one statement for all of them. */
  readonly begin?: (tx: MutationTransaction, people: readonly NewPerson[]) => Promise<void>;
  /** Removes what is kept only as long as the person agrees to that purpose, since they took it back. */
  readonly consentWithdrawn?: (tx: MutationTransaction, personId: string, purpose: string) => Promise<void>;
  /** Refuses when the person cannot be erased yet, for instance because something is still open. */
  readonly mayErase?: (tx: MutationTransaction, personId: string) => Promise<void>;
  /** Takes out what identifies the person, and leaves what ledgers and counts rest on. */
  readonly erase?: (tx: MutationTransaction, erased: ErasedPerson) => Promise<void>;
  /** A person's name was corrected: copies of it that are not frozen on purpose follow. */
  readonly renamed?: (tx: MutationTransaction, renamed: RenamedPerson) => Promise<void>;
}

/** Somebody who is being erased. */
export interface ErasedPerson {
  personId: string;
  /** What they are called from now on; nobody can work out from it who it was. */
  pseudonym: string;
  /** All that they were called so far: in words of others these are replaced. */
  names: readonly string[];
  /** Logins that are closed with them. */
  accountIds: readonly string[];
}

/** Somebody whose full name was corrected. */
export interface RenamedPerson {
  personId: string;
  from: string;
  to: string;
}

export type NodeLoader = (ctx: Context, id: string) => Promise<object | null>;
