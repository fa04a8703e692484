import type { Logger } from 'pino';
import { Refusal } from './errors.ts';
import { limits } from './limits.ts';

/**
 * A part that the platform depends on does not answer, or has no room: an error of ours and never
 * of the caller. Every transport tells it by the code UNAVAILABLE (HTTP 503 with `Retry-After`).
 * Subscriptions wait and go on.
 */
export class Unavailable extends Refusal {
  constructor(code: OutageCode = 'UNAVAILABLE') {
    super(code, { retryAfterSeconds: limits.retryAfterOutageSeconds });
  }
}

/**
 * UNAVAILABLE: no answer, or no room for one. BUSY: it answers, but a lock or a time limit stood in
 * the way.
 */
export type OutageCode = 'UNAVAILABLE' | 'BUSY';

/**
 * What kind of outage an error tells of; null when it is no outage but a fault of the caller or a
 * bug.
 */
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

/** Errors name the one that they follow from; nothing of ours nests deeper. */
const causesMax = 5;

/** Lock not available in time; cancelled by its time limit. */
const busyCodes: ReadonlySet<string> = new Set(['55P03', '57014']);

/**
 * SQLSTATE classes: 08 connection, 53 resources (disk full, too many connections, out of memory),
 * 57P0x shut down or starting up, 58 system errors such as I/O, 25006 a standby that takes no
 * writes, XX002 and XX001 damaged pages. Then the codes that Node gives when nobody answers.
 */
const unavailableCodes =
  /^(08...|53...|57P0[1-5]|58...|25006|XX00[12]|E(CONNREFUSED|CONNRESET|CONNABORTED|PIPE|TIMEDOUT|HOSTUNREACH|HOSTDOWN|NETUNREACH|NETDOWN|AI_AGAIN|NOTFOUND|NOSPC|MFILE|NFILE|IO|DQUOT))$/;

/** The driver gives no code for a connection that broke, or could not be made in time. */
const driverSentences =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|The server does not support|Connection ended|sorry, too many clients already)/i;

/**
 * Does something that a subscription waits for, again and again for as long as a dependency does
 * not answer. Throws what is no outage, and the outage itself when `isGone` says that nobody waits
 * any more.
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
 * Logs outages without flooding the log: the first one whole, then one line for each span with the
 * number of those that were left out.
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
  log.error({ err: error, ...details, leftOut }, 'A dependency does not answer, or has no room');
}

const states = new WeakMap<Logger, { loggedAt: number; leftOut: number }>();

/**
 * Logs an error that is tried again by itself: an outage at most once in a span, anything else each
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
