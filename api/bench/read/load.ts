import { createRequire } from 'node:module';
import { join } from 'node:path';
import { median } from '../median.ts';
import type { Asked } from './contestants.ts';

/**
 * Duration of one turn in seconds; contestants take turns, so that a slow minute affects all of
 * them.
 */
export const turnSeconds = Number(process.env.BENCH_SECONDS ?? 4);
export const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
export const connections = 16;

export interface Load {
  seconds?: number;
  /** Requests sent per second, independent of responses; without it as many as are answered. */
  perSecond?: number;
}

export interface Measure {
  /** Responses with status 200 per second. */
  perSecond: number;
  /** Milliseconds, over all responses. With a fixed rate, it includes the wait to be sent. */
  p50: number;
  p99: number;
  /** Number of responses by other status. */
  others: Record<string, number>;
  /** Requests without a response. */
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

/** Loads one contestant for one turn. */
async function load(
  asked: Asked,
  { seconds = turnSeconds, perSecond }: Load = {},
): Promise<Measure> {
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

/** The same, and throws unless all responses are 200. */
export async function loadWell(asked: Asked, how?: Load): Promise<Measure> {
  const measure = await load(asked, how);
  if (measure.errors > 0 || Object.keys(measure.others).length > 0)
    throw new Error(`${asked.url} failed: ${JSON.stringify(measure)}`);
  return measure;
}

/** Runs several loads in turns, so that a slow minute affects all of them. */
export async function byTurns<Name extends string>(
  turns: Record<Name, () => Promise<Measure>>,
): Promise<Record<Name, Measure[]>> {
  const names = Object.keys(turns) as Name[];
  const measured = Object.fromEntries(names.map((name) => [name, [] as Measure[]])) as Record<
    Name,
    Measure[]
  >;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) measured[name].push(await turns[name]());
  }
  return measured;
}

/**
 * Ratio of the rates of `of` and `than`, by the median of the rounds; each round compares adjacent
 * measurements.
 */
export function ratioOf(of: readonly Measure[], than: readonly Measure[] | undefined): number {
  return median(
    of.map(({ perSecond }, index) => perSecond / (than?.[index]?.perSecond ?? Number.NaN)),
  );
}
