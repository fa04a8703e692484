import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';

/**
 * Keeps a serving node alive after an uncaught exception: in a listener, a timer, a callback or an
 * unhandled promise. Returns a function that ends this.
 *
 * By default Node.js ends the process, because its state may be inconsistent. Here it is
 * consistent: operations share only caches that are filled whole, and writes are transactions that
 * the database rolls back. So one request is lost. Ending the process would lose everybody's, and a
 * hostile client could repeat it.
 *
 * Each such error is logged and counted. Still fatal are errors before the node serves (the start
 * reports them and ends), and those that JavaScript cannot catch: out of memory, a broken native
 * module, a kill.
 */
export function keepServing(log: Logger, registry?: Registry): () => void {
  const uncaught = new Counter({
    name: 'linli_uncaught_errors_total',
    help: 'Uncaught errors. Each is a bug; its stack is in the log.',
    registers: registry ? [registry] : [],
  });
  const note = (error: unknown): void => {
    uncaught.inc();
    log.error(
      { err: error, event: 'uncaught' },
      'Uncaught error: this is a bug. The node continues; report the stack',
    );
  };
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
  return () => {
    process.off('uncaughtException', note);
    process.off('unhandledRejection', note);
  };
}
