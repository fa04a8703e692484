import { createRequire } from 'node:module';
import { join } from 'node:path';
import { median } from '../median.ts';
import type { Asked } from './contestants.ts';

/** Seconds that one contestant is loaded at a time; the contestants take turns, so that a slow minute of the machine hits all. */
export const turnSeconds = Number(process.env.BENCH_SECONDS ?? 4);
export const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
export const connections = 16;

export interface Load {
  seconds?: number;
  /** Requests that are sent in each second, whether or not earlier ones were answered; as many as are answered when left out. */
  perSecond?: number;
}

export interface Measure {
  /** Answers with 200 in each second. */
  perSecond: number;
  /** Milliseconds, of all answers. Where a rate was asked for, waiting to be sent counts too. */
  p50: number;
  p99: number;
  /** How often each other status was answered. */
  others: Record<string, number>;
  /** Requests without an answer. */
  errors: number;
}

interface Result {
  '2xx': number;
  duration: number;
  latency: { p50: number; p99: number };
  errors: number;
  statusCodeStats: Record<string, { count: number }>;
}

const autocannon = createRequire(join(import.meta.dirname, '..', 'package.json')) as (
  name: 'autocannon',
) => (options: object) => Promise<Result>;

/** Loads one contestant for a while. */
async function load(asked: Asked, { seconds = turnSeconds, perSecond }: Load = {}): Promise<Measure> {
  const result = await autocannon('autocannon')({
    ...asked,
    connections,
    duration: seconds,
    ...(perSecond && { overallRate: Math.round(perSecond) }),
  });
  const others = Object.entries(result.statusCodeStats).filter(([status]) => status !== '200');
  return {
    perSecond: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    others: Object.fromEntries(others.map(([status, { count }]) => [status, count])),
    errors: result.errors,
  };
}

/** The same, where nothing but answers will do. */
export async function loadWell(asked: Asked, how?: Load): Promise<Measure> {
  const measure = await load(asked, how);
  if (measure.errors > 0 || Object.keys(measure.others).length > 0)
    throw new Error(`${asked.url} failed: ${JSON.stringify(measure)}`);
  return measure;
}

/** Several loads by turns, so that a slow minute of the machine hits all of them. */
export async function byTurns<Name extends string>(
  turns: Record<Name, () => Promise<Measure>>,
): Promise<Record<Name, Measure[]>> {
  const names = Object.keys(turns) as Name[];
  const measured = Object.fromEntries(names.map((name) => [name, [] as Measure[]])) as Record<Name, Measure[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) measured[name].push(await turns[name]());
  }
  return measured;
}

/** How much more `of` did than `than`, by the median of the rounds; a round compares what was measured beside each other. */
export function ratioOf(of: readonly Measure[], than: readonly Measure[] | undefined): number {
  return median(of.map(({ perSecond }, index) => perSecond / (than?.[index]?.perSecond ?? Number.NaN)));
}
