/** What time it is, for everything that the house decides by time. Tests move it; tokens and connections keep real time. */
export interface Clock {
  nowMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };

/** A clock that runs with the real one and can be set forward or back. */
export class MovableClock implements Clock {
  private offsetMs = 0;

  nowMs(): number {
    return Date.now() + this.offsetMs;
  }

  /** Sets it forward by so many minutes; back by a negative number. */
  advance(minutes: number): void {
    this.offsetMs += minutes * 60_000;
  }

  setTo(instant: string): void {
    this.offsetMs = Date.parse(instant) - Date.now();
  }
}
