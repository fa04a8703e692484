import { isDeepStrictEqual } from 'node:util';
import { say } from '../../run/console.ts';
import type { Case } from './cases/case.ts';
import {
  answerOf,
  type Asked,
  askedOf,
  type Contestant,
  type ContestantName,
} from './contestants.ts';
import {
  byTurns,
  connections,
  loadWell,
  type Measure,
  ratioOf,
  rounds,
  turnSeconds,
} from './load.ts';
import { median } from '../median.ts';

const warmUpSeconds = 8;

/**
 * Checks that all contestants give the same answer to a case. Then measures them in turns, and
 * Linli and its peer at the same load.
 */
export async function compare(
  key: string,
  each: Case,
  contestants: Contestant[],
  token: string,
): Promise<void> {
  const taking = contestants.flatMap((contestant) => {
    const asked = askedOf(contestant, key, each, token);
    return asked ? [{ contestant, asked }] : [];
  });
  await expectSameAnswers(each, taking);
  // Long enough for the JIT compilation of every contestant.
  for (const { asked } of taking) await loadWell(asked, { seconds: warmUpSeconds });
  const askedBy = Object.fromEntries(
    taking.map(({ contestant, asked }) => [contestant.name, asked]),
  );
  const measured = await byTurns(
    Object.fromEntries(
      Object.entries(askedBy).map(([name, asked]) => [name, async () => loadWell(asked)]),
    ),
  );
  say(
    `\n${each.title}, ${connections} connections, ${rounds} rounds of ${turnSeconds} s, same answer from all`,
  );
  print(measured);
  const { linli, postgraphile } = askedBy;
  if (linli && postgraphile)
    await sameLoad({ linli, postgraphile }, measured['postgraphile'] ?? []);
}

async function expectSameAnswers(
  each: Case,
  taking: { contestant: Contestant; asked: Asked }[],
): Promise<void> {
  const answers = await Promise.all(
    taking.map(({ contestant, asked }) => answerOf(contestant, asked, each)),
  );
  for (const [index, answer] of answers.entries()) {
    if (isDeepStrictEqual(answer, answers[0])) continue;
    const shown = [answer, answers[0]].map((one) => JSON.stringify(one).slice(0, 600));
    throw new Error(
      `${taking[index]?.contestant.name} answers ${each.title} otherwise:\n${shown.join('\n')}`,
    );
  }
}

/** p99 is comparable only under the same load: both get 80 percent of the peer's capacity. */
async function sameLoad(
  asked: Record<'linli' | 'postgraphile', Asked>,
  peer: Measure[],
): Promise<void> {
  const perSecond = 0.8 * median(peer.map((measure) => measure.perSecond));
  const measured = await byTurns({
    linli: async () => loadWell(asked.linli, { perSecond }),
    postgraphile: async () => loadWell(asked.postgraphile, { perSecond }),
  });
  const told = (['linli', 'postgraphile'] as const).map((name) => {
    const [p50, p99] = [
      median(measured[name].map((one) => one.p50)),
      median(measured[name].map((one) => one.p99)),
    ];
    return `${name} p50 ${p50} ms, p99 ${p99} ms`;
  });
  say(`  At ${perSecond.toFixed(0)} requests/s, 80 % of PostGraphile's: ${told.join('; ')}`);
}

function print(measured: Record<string, Measure[]>): void {
  const columns: ContestantName[] = ['floor', 'floor by way', 'postgraphile', 'entities'];
  const told = columns.filter((name) => measured[name]);
  const head = `  ${'contestant'.padEnd(13)} ${'requests/s'.padStart(10)}  ${'(min .. max)'.padEnd(14)} ${'p99 ms'.padStart(7)}`;
  say(`${head}${told.map((name) => `of ${name}`.padStart(17)).join('')}`);
  for (const [name, runs] of Object.entries(measured)) {
    const rates = runs.map(({ perSecond }) => perSecond);
    const spread = `(${Math.min(...rates).toFixed(0)} .. ${Math.max(...rates).toFixed(0)})`;
    const p99 = median(runs.map((run) => run.p99));
    const ratios = told.map((other) => ratioOf(runs, measured[other]).toFixed(2).padStart(17));
    say(
      `  ${name.padEnd(13)} ${median(rates).toFixed(0).padStart(10)}  ${spread.padEnd(14)} ${p99.toFixed(0).padStart(7)}${ratios.join('')}`,
    );
  }
}
