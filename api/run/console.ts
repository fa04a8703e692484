import { isRefusal } from './command-error.ts';

/** A longer silence makes people wonder, so the step is then announced before it is done. */
const silenceMs = 1_000;
/** Interval of progress messages during a long step. */
const repeatMs = 5_000;

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/**
 * Runs one step of a command. A quick step is reported when it is done. A longer one is announced
 * after a second and reported as still running every five. `doing` and `done` are sentences without
 * a full stop: "Building the platform", "Built the platform".
 */
export async function step<T>(doing: string, done: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  let timer = setTimeout(function tell() {
    say(`  ${doing} … ${seconds()} s`);
    timer = setTimeout(tell, repeatMs);
  }, silenceMs);
  try {
    const result = await work();
    say(`  ${done} (${seconds()} s)`);
    return result;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs a command to its end. An error that the user can correct is printed as one sentence. Any
 * other error is a bug and keeps its stack.
 */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    explain(error);
    process.exitCode = 1;
  }
}

export function explain(error: unknown): void {
  process.stderr.write(
    isRefusal(error)
      ? `${error.message}\n`
      : `This is a bug. Please report it with these lines:\n${describe(error)}\n`,
  );
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
