import { say } from '../../run/console.ts';
import { median } from '../median.ts';

const turnSeconds = Number(process.env.BENCH_SECONDS ?? 4);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
export const connections = 16;

type Contestant<Item> = (item: Item, connection: number) => Promise<void>;

/**
 * Runs both contestants in turns on items that are used up. Prints rates and their ratio. `settle`
 * runs after both have warmed up: otherwise the first contestant would plan cached statements for
 * empty tables.
 */
export async function compareWithBare<Item>(
  title: string,
  items: Item[],
  contestants: Record<'api' | 'bare', Contestant<Item>>,
  settle: () => Promise<unknown> = async () => {},
): Promise<void> {
  const rates = { api: [] as number[], bare: [] as number[] };
  for (const name of ['api', 'bare'] as const) await turn(items, contestants[name], 1);
  await settle();
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['api', 'bare'] as const)
      rates[name].push(await turn(items, contestants[name], turnSeconds));
  }
  const ratios = rates.api.map((rate, index) => rate / rates.bare[index]!);
  say(`\n${title}, ${connections} connections, ${rounds} rounds of ${turnSeconds} s`);
  for (const name of ['bare', 'api'] as const) {
    const all = rates[name];
    say(
      `  ${name.padEnd(6)} ${median(all).toFixed(0).padStart(6)}  (${Math.min(...all).toFixed(0)} .. ${Math.max(...all).toFixed(0)})`,
    );
  }
  say(
    `  api / bare ${median(ratios).toFixed(2)}  (${Math.min(...ratios).toFixed(2)} .. ${Math.max(...ratios).toFixed(2)})`,
  );
}

/** Lets every connection process items for a number of seconds. Gives items per second. */
async function turn<Item>(
  items: Item[],
  contestant: Contestant<Item>,
  seconds: number,
): Promise<number> {
  const started = performance.now();
  const end = started + seconds * 1_000;
  let done = 0;
  await Promise.all(
    Array.from({ length: connections }, async (_, connection) => {
      for (let item = items.pop(); item && performance.now() < end; item = items.pop()) {
        await contestant(item, connection);
        done += 1;
      }
    }),
  );
  return (done * 1_000) / (performance.now() - started);
}
