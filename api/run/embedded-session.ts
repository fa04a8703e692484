import { clone, lockClone } from './workspace.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';

/**
 * Runs work with the embedded PostgreSQL of this clone and stops the server afterwards, also when
 * the command is interrupted. The server is a separate process and would otherwise keep running.
 */
export async function withEmbeddedPostgres<T>(
  refuse: () => string,
  work: (postgres: EmbeddedPostgres) => Promise<T>,
): Promise<T> {
  const lock = await lockClone(clone, refuse);
  const interruption = new AbortController();
  const starting = startEmbeddedPostgres({
    directory: clone.postgres,
    database: 'linli',
    durable: true,
    signal: interruption.signal,
  });
  const letGo = async () => {
    interruption.abort();
    await (await starting.catch(() => undefined))?.stop();
    lock.release();
  };
  let exiting: Promise<never> | undefined;
  const interrupted = (name: Signal) => {
    exiting ??= letGo().then(() => process.exit(128 + signalNumbers[name]));
  };
  for (const name of signals) process.on(name, interrupted);
  try {
    return await work(await starting);
  } finally {
    // The errors of interrupted work are of no interest.
    await (exiting ?? letGo());
    for (const name of signals) process.off(name, interrupted);
  }
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };
type Signal = keyof typeof signalNumbers;
const signals = Object.keys(signalNumbers) as Signal[];
