import { clone, lockClone } from './workspace.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';

/**
 * Starts the embedded PostgreSQL of this clone for one piece of work and stops it afterwards, also
 * when the command is interrupted: the server is a process of its own and would stay behind.
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
    // What an interrupted work waits for breaks off, and nobody wants to read about that.
    await (exiting ?? letGo());
    for (const name of signals) process.off(name, interrupted);
  }
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };
type Signal = keyof typeof signalNumbers;
const signals = Object.keys(signalNumbers) as Signal[];
