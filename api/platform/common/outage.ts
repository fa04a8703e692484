import type { Logger } from 'pino';
import { Refusal } from './errors.ts';
import { limits } from './limits.ts';

/**
 * Outage of a dependency: it does not answer, or has no capacity. This is a fault of the platform,
 * never of the caller. Every transport reports it with the code UNAVAILABLE (HTTP 503 with
 * `Retry-After`). Subscriptions wait and continue.
 */
export class Unavailable extends Refusal {
  constructor(code: OutageCode = 'UNAVAILABLE') {
    super(code, { retryAfterSeconds: limits.retryAfterOutageSeconds });
  }
}

/**
 * UNAVAILABLE: no answer, or no capacity for one. BUSY: it answers, but a lock or a time limit
 * stopped the work.
 */
export type OutageCode = 'UNAVAILABLE' | 'BUSY';

/** Kind of outage that an error indicates. Null when it is a fault of the caller or a bug. */
export function outageOf(error: unknown): OutageCode | null {
  for (
    let each = error, depth = 0;
    each instanceof Error && depth < causesMax;
    each = each.cause, depth += 1
  ) {
    if (each instanceof Unavailable) return each.code as OutageCode;
    const given = (each as { code?: unknown }).code;
    const code = typeof given === 'string' ? given : '';
    if (busyCodes.has(code)) return 'BUSY';
    if (
      unavailableCodes.test(code) ||
      each.name === 'TimeoutError' ||
      driverSentences.test(each.message)
    )
      return 'UNAVAILABLE';
  }
  return null;
}

/** Depth of the chain of causes that is examined. No error of the platform nests deeper. */
const causesMax = 5;

/** SQLSTATE of a lock timeout and of a statement timeout. */
const busyCodes: ReadonlySet<string> = new Set(['55P03', '57014']);

/**
 * SQLSTATE classes: 08 connection; 53 resources (disk full, too many connections, out of memory);
 * 57P0x shutting down or starting up; 58 system errors such as I/O; 25006 a standby that takes no
 * writes; XX002 and XX001 damaged pages. Then the codes of Node.js for a peer that does not answer.
 */
const unavailableCodes =
  /^(08...|53...|57P0[1-5]|58...|25006|XX00[12]|E(CONNREFUSED|CONNRESET|CONNABORTED|PIPE|TIMEDOUT|HOSTUNREACH|HOSTDOWN|NETUNREACH|NETDOWN|AI_AGAIN|NOTFOUND|NOSPC|MFILE|NFILE|IO|DQUOT))$/;

/** The driver gives no code for a connection that broke or timed out while opening. */
const driverSentences =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|The server does not support|Connection ended|sorry, too many clients already)/i;

/**
 * Retries the work of a subscription for as long as a dependency does not answer. Throws any other
 * error at once. Throws the outage when `isGone` says that no client waits any more.
 */
export async function overOutages<T>(work: () => Promise<T>, isGone: () => boolean): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!outageOf(error) || isGone()) throw error;
      await new Promise((resolve) => setTimeout(resolve, limits.feedOutageRetryMs).unref());
    }
  }
}

/**
 * Logs outages without flooding the log: the first one in full, then one line per interval with the
 * number of suppressed ones.
 */
export function logOutage(log: Logger, error: unknown, details: object = {}): void {
  let state = states.get(log);
  if (!state) states.set(log, (state = { loggedAt: -Infinity, leftOut: 0 }));
  const now = performance.now();
  if (now - state.loggedAt < limits.outageLogEveryMs) {
    state.leftOut += 1;
    return;
  }
  const { leftOut } = state;
  Object.assign(state, { loggedAt: now, leftOut: 0 });
  log.error(
    { err: error, ...details, leftOut },
    'A dependency does not answer, or has no capacity',
  );
}

const states = new WeakMap<Logger, { loggedAt: number; leftOut: number }>();

/**
 * Logs an error that will be retried: an outage at most once per interval, any other error each
 * time.
 */
export function logRetried(
  log: Logger,
  error: unknown,
  sentence: string,
  details: object = {},
): void {
  if (outageOf(error)) logOutage(log, error, { ...details, work: sentence });
  else log.error({ err: error, ...details }, sentence);
}
