/**
 * So long a test waits for something that has to come. No test is about speed: this only ends one that would wait for
 * ever, on a machine that is busy with other things too. Below the limit of a whole test in jest.config.js, so that
 * what fails is told by what was waited for.
 */
export const patienceMs = 240_000;

/** Waits until the condition is true, and asks again every few milliseconds. Throws what was waited for. */
export async function until(what: string, condition: () => boolean | Promise<boolean>, everyMs = 10): Promise<void> {
  for (const deadline = performance.now() + patienceMs; !(await condition());) {
    if (performance.now() > deadline) throw new Error(`It did not come to be that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
