import { say } from '../../run/console.ts';
import { board } from './cases/board.ts';
import type { Asked } from './contestants.ts';
import { crowd } from './crowd.ts';
import { byTurns, loadWell, type Measure, ratioOf, turnSeconds } from './load.ts';
import { median } from '../median.ts';

/**
 * Twice the usual number: higher throughput at 32 connections than at 16 would distort the result.
 */
const saturating = 32;
const timesPeak = 4;
/** Enough to sustain the rate while some requests wait for their responses. */
const waitingMax = 400;

/** Four times the saturating load of a node: successful responses, and the status of the rest. */
export async function overload(port: number, token: string): Promise<void> {
  const asked: Asked = {
    url: `http://127.0.0.1:${port}/graphql`,
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: board.graphql.query }),
  };
  await loadWell(asked, { seconds: 8 });
  let latest = 0;
  const { peak, above } = await byTurns({
    peak: async () => {
      const measure = await crowd(asked, { connections: saturating, seconds: turnSeconds });
      latest = measure.perSecond;
      return measure;
    },
    above: async () =>
      crowd(asked, {
        connections: waitingMax,
        seconds: turnSeconds,
        perSecond: timesPeak * latest,
      }),
  });
  const rate = (runs: Measure[]) => median(runs.map(({ perSecond }) => perSecond)).toFixed(0);
  const others = [...new Set(above.flatMap((one) => Object.keys(one.others)))];
  const count = (status: string) => above.reduce((sum, one) => sum + (one.others[status] ?? 0), 0);
  const errors = above.reduce((sum, one) => sum + one.errors, 0);
  say(
    `\nOverload with boards: the peak at ${saturating} connections, then ${timesPeak} times as many requests as that`,
  );
  say(
    `  peak ${rate(peak)}/s, goodput above it ${rate(above)}/s: ${ratioOf(above, peak).toFixed(2)} of the peak`,
  );
  const [before, then] = [peak, above].map((runs) => median(runs.map(({ p99 }) => p99)));
  say(`  p99 of boards: ${before} ms at the peak, ${then} ms above it`);
  say(
    `  beside 200: ${others.map((status) => `${count(status)} times ${status}`).join(', ') || 'nothing'}; ${errors} without an answer`,
  );
}
