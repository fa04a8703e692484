/**
 * Maximum wait for an expected condition. Not a measure of speed: it only ends endless waits on a
 * busy machine. Below the timeout of a whole test in jest.config.js, so that a failure names the
 * condition.
 */
export const patienceMs = 240_000;

/** Polls until the condition is true. Throws the name of the condition. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  everyMs = 10,
): Promise<void> {
  for (const deadline = performance.now() + patienceMs; !(await condition());) {
    if (performance.now() > deadline) throw new Error(`It did not come to be that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
