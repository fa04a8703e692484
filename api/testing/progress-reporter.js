/** Interval of the message that a silent run still goes on. */
const silenceMs = 20_000;
const longestShown = 10;

/**
 * Prints each finished test file with its skipped tests, the progress and the running files, on a
 * terminal or not; the slowest files at the end. Jest's own summary follows.
 */
export default class ProgressReporter {
  startedMs = performance.now();
  total = 0;
  /** Duration in seconds, by path. */
  done = new Map();
  /** Start time, by path. */
  running = new Map();
  failed = 0;

  constructor(globalConfig) {
    this.rootDir = globalConfig.rootDir;
    this.isVerbose = globalConfig.verbose;
    /** A pattern of titles skips all others, which is no news. */
    this.listsSkipped = !globalConfig.testNamePattern;
  }

  onRunStart({ numTotalTestSuites }) {
    this.total = numTotalTestSuites;
    this.startedMs = performance.now();
    this.say(`${numTotalTestSuites} test files`);
    this.stillRunning();
  }

  onTestFileStart({ path }) {
    this.running.set(this.nameOf(path), performance.now());
  }

  onTestFileResult({ path }, result) {
    const name = this.nameOf(path);
    const seconds = (performance.now() - (this.running.get(name) ?? performance.now())) / 1_000;
    this.running.delete(name);
    this.done.set(name, seconds);
    const hasFailed = result.numFailingTests > 0 || result.testExecError !== undefined;
    if (hasFailed) this.failed += 1;
    const count = `${String(this.done.size).padStart(String(this.total).length)}/${this.total}`;
    const soFar = this.failed > 0 ? `, ${this.failed} failed` : '';
    this.say(
      `${count} ${this.elapsed()}${soFar} | ${hasFailed ? 'FAIL' : 'pass'} ${name} (${seconds.toFixed(1)} s)`,
    );
    for (const { status, fullName, duration } of result.testResults) {
      const isSkipped = status === 'pending';
      if (this.total > 1 && !this.isVerbose && !(isSkipped && this.listsSkipped)) continue;
      const word = { passed: 'pass', pending: 'skipped' }[status] ?? status;
      this.say(`    ${word}: ${fullName}${duration ? ` (${duration} ms)` : ''}`);
    }
    for (const { type, message, origin } of result.console ?? [])
      this.say(`console.${type}: ${message}\n${origin}`);
    if (hasFailed) this.say(`\n${result.failureMessage ?? result.testExecError?.message ?? ''}`);
    this.stillRunning();
  }

  onRunComplete() {
    clearTimeout(this.timer);
    const longest = [...this.done]
      .toSorted((one, other) => other[1] - one[1])
      .slice(0, longestShown);
    if (longest.length < 2) return;
    this.say(`\nLongest:`);
    for (const [name, seconds] of longest) this.say(`${seconds.toFixed(1).padStart(8)} s  ${name}`);
    this.say('');
  }

  /** Reports running files after a period of silence. */
  stillRunning() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const now = [...this.running].map(([name, from]) => {
        return `${name} (${((performance.now() - from) / 1_000).toFixed(0)} s)`;
      });
      this.say(
        `${this.done.size}/${this.total} ${this.elapsed()} | running: ${now.join(', ') || 'nothing yet'}`,
      );
      this.stillRunning();
    }, silenceMs).unref();
  }

  elapsed() {
    return `${((performance.now() - this.startedMs) / 1_000).toFixed(0).padStart(4)} s`;
  }

  nameOf(path) {
    return path.startsWith(`${this.rootDir}/`) ? path.slice(this.rootDir.length + 1) : path;
  }

  say(text) {
    process.stderr.write(`${text}\n`);
  }
}
