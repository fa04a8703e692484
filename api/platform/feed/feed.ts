import type pino from 'pino';
import type { Registry } from 'prom-client';
import type { Authenticate } from '../authorization/actor.ts';
import type { FeedHandle } from '../context/feed-handle.ts';
import type { Services } from '../context/services.ts';
import { type Queryable, type Statement, type StatementParameters } from '../database/statement.ts';
import type { Operations } from '../operation/operations.ts';
import { Hub } from './hub.ts';
import { FeedLog } from './log.ts';
import { feedMetrics } from './metrics.ts';
import { Sequencer } from './sequencer.ts';
import type { FeedSource } from './source.ts';
import { Tail } from './tail.ts';

export interface FeedOptions {
  url: string;
  logger: pino.Logger;
  retentionHours: number;
  sources: readonly FeedSource[];
}

/** The live feed of one node; FEED.md is its protocol. */
export class Feed implements Queryable, FeedHandle {
  readonly log: FeedLog;
  private readonly sequencer: Sequencer;
  private readonly sources: ReadonlyMap<string, FeedSource>;
  private parts: { hub: Hub; tail: Tail } | null = null;

  constructor(private readonly options: FeedOptions) {
    this.log = new FeedLog(options.url);
    this.sources = new Map(options.sources.map((source) => [source.subscription, source]));
    this.sequencer = new Sequencer({
      ...options,
      log: this.log,
      onMoved: () => this.parts?.tail.wake(),
    });
  }

  get hub(): Hub {
    if (!this.parts) throw new Error('The feed has not been started: call start first.');
    return this.parts.hub;
  }

  async start(
    services: Services,
    operations: Operations,
    authenticate: Authenticate,
  ): Promise<void> {
    const { log } = this;
    const { logger } = this.options;
    const wakeTail = () => this.parts?.tail.wake();
    const hub = new Hub({ log, services, operations, logger, authenticate, wakeTail });
    this.parts = { hub, tail: new Tail(this.log, hub, logger) };
    await this.sequencer.start();
    await this.parts.tail.start();
  }

  /** Runs a statement as the relay, for data of the node and of no tenant. */
  async rows<T>(query: Statement, parameters: StatementParameters = {}): Promise<T[]> {
    return this.log.rows<T>(query, parameters);
  }

  /** Announces a commit, so that its events are published at once. */
  committed(): void {
    this.sequencer.wake();
  }

  /** The feed source of a subscription field; undefined when the field has none. */
  sourceOf(subscription: string): FeedSource | undefined {
    return this.sources.get(subscription);
  }

  measure(registry: Registry, sockets: () => number): void {
    const { hub, tail } = this.parts ?? {};
    if (hub && tail) feedMetrics(registry, { hub, tail, sequencer: this.sequencer, sockets });
  }

  async close(): Promise<void> {
    await this.sequencer.close();
    await this.parts?.tail.close();
    await this.parts?.hub.close();
    await this.log.close();
  }
}
