import type { Services } from '../../platform/context.ts';
import { runDueTimers } from './due.ts';

/** How often a node looks for due timers. A step of minutes is not felt to be late by some seconds. */
const everyMs = 5_000;

/**
 * Looks for due timers as long as the node runs. Every node does: the table of timers is the queue, its row locks are the turns, and
 * the platform's clock, which tests move, says what is due.
 */
export function watchTimers(services: Services): { close(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  let isBusy = false;
  const look = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    const report = (error: unknown) =>
      services.log.error({ err: error }, 'A timer of a request failed; it is tried again');
    running = runDueTimers(services, report)
      .catch(report)
      .finally(() => {
        isBusy = false;
      });
    await running;
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
