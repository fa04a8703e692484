import { Counter, Gauge, type Registry } from 'prom-client';
import type { Hub } from './hub.ts';
import type { Sequencer } from './sequencer.ts';
import type { Tail } from './tail.ts';

/**
 * Feed metrics for Prometheus. They are computed on scrape, so that delivering a message only
 * increments a number.
 */
export function feedMetrics(
  registry: Registry,
  {
    hub,
    tail,
    sequencer,
    sockets,
  }: { hub: Hub; tail: Tail; sequencer: Sequencer; sockets: () => number },
): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  const counter = (name: string, help: string, value: () => number) =>
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  gauge(
    'linli_feed_head_position',
    'Position of the newest event in the feed log.',
    () => tail.head,
  );
  gauge(
    'linli_feed_node_position',
    'Position up to which this node has delivered events.',
    () => hub.position,
  );
  gauge('linli_feed_lag_events', 'Events that this node has not delivered yet.', () =>
    Math.max(0, tail.head - hub.position),
  );
  gauge(
    'linli_feed_outbox_rows',
    'Committed events in the outbox, which the sequencer has not numbered yet.',
    () => sequencer.outbox.rows,
  );
  gauge(
    'linli_feed_outbox_oldest_seconds',
    'Age of the oldest event in the outbox.',
    () => sequencer.outbox.oldestSeconds,
  );
  gauge('linli_feed_sockets', 'Open WebSockets and event streams.', sockets);
  gauge('linli_feed_subscriptions', 'Subscriptions to feeds.', () => hub.subscriptionCount);
  gauge(
    'linli_feed_groups',
    'Groups of subscriptions that share executions.',
    () => hub.groups.size,
  );
  gauge(
    'linli_feed_stalled',
    'Subscriptions whose receiver has stopped reading.',
    () => hub.counters.stalled.size,
  );
  counter(
    'linli_feed_deliveries_total',
    'Messages sent to subscribers.',
    () => hub.counters.deliveries,
  );
  counter(
    'linli_feed_executions_total',
    'Documents executed for a message. Subscribers with equal results share one.',
    () => hub.counters.executions,
  );
  counter(
    'linli_feed_slow_closes_total',
    'Connections closed because their receiver stopped reading.',
    () => hub.counters.slowCloses,
  );
  const resets = new Counter({
    name: 'linli_feed_resets_total',
    help: 'Feed resets, after which clients fetch anew, by reason.',
    labelNames: ['reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [reason, count] of hub.counters.resets) this.inc({ reason }, count);
    },
  });
  void resets;
}
