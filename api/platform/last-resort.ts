import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';

/**
 * Has a node that serves go on when something was thrown where nobody catches it: in a listener, a
 * timer, a callback, a promise that nobody waits for. Gives back how to end that.
 *
 * Node.js ends the process then, since it cannot know what was left half done. Here that is known:
 * an operation shares nothing with another but caches that are filled whole, and what it writes is
 * a transaction, which the database rolls back. So the one request that made it fail is lost, while
 * the end of the process would take everybody's, as often as a stranger sends it again. Nothing
 * that is thrown while a node serves is fatal for this reason; it is logged as an error and
 * counted, so that somebody looks at it. Fatal is what is thrown before the node serves (the start
 * says why, and ends), and what JavaScript cannot catch: no memory left, a broken native module, a
 * kill.
 */
export function keepServing(log: Logger, registry?: Registry): () => void {
  const uncaught = new Counter({
    name: 'linli_uncaught_errors_total',
    help: 'Errors that nobody caught. Each is a bug: its stack is in the log.',
    registers: registry ? [registry] : [],
  });
  const note = (error: unknown): void => {
    uncaught.inc();
    log.error(
      { err: error, event: 'uncaught' },
      'Nobody caught this error. The node goes on; this is a bug',
    );
  };
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
  return () => {
    process.off('uncaughtException', note);
    process.off('unhandledRejection', note);
  };
}
