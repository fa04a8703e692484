/**
 * Seed of randomised tests. `npm test` always draws the same values, so that a red run is caused by
 * the change under test. `npm run soak` draws new ones. `LINLI_SEED` repeats a run.
 */
export const seed = Number(
  process.env.LINLI_SEED ?? (process.env.LINLI_SOAK ? Date.now() % 2 ** 31 : 20_261_130),
);
