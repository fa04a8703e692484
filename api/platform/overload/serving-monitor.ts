/** Counts the answered operations of the last seconds, and those that failed through an outage. */
export class ServingMonitor {
  private readonly seconds: Second[] = [];

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  answered(): void {
    this.current().answered += 1;
  }

  unavailable(): void {
    this.current().unavailable += 1;
  }

  /** Both sums over the last ten seconds. */
  recent(): { answered: number; unavailable: number } {
    this.forget();
    const sum = (of: 'answered' | 'unavailable') =>
      this.seconds.reduce((total, second) => total + second[of], 0);
    return { answered: sum('answered'), unavailable: sum('unavailable') };
  }

  private current(): Second {
    const at = Math.floor(this.nowMs() / 1_000);
    const last = this.seconds.at(-1);
    if (last?.at === at) return last;
    this.forget();
    const made = { at, answered: 0, unavailable: 0 };
    this.seconds.push(made);
    return made;
  }

  private forget(): void {
    const oldest = Math.floor(this.nowMs() / 1_000) - spanSeconds;
    while (this.seconds[0] && this.seconds[0].at <= oldest) this.seconds.shift();
  }
}

interface Second {
  at: number;
  answered: number;
  unavailable: number;
}

const spanSeconds = 10;
