/**
 * Deterministic random generator: everybody who talks about the demo must see the same names and
 * numbers. Implements mulberry32
 * (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c).
 */
export class SeededRandom {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  /** An integer from 0 (inclusive) to `end` (exclusive). */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** An integer from `first` to `last`, both inclusive. */
  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  of<T>(choices: readonly T[]): T {
    const choice = choices[this.below(choices.length)];
    if (choice === undefined) throw new Error('There is nothing to choose from.');
    return choice;
  }

  /** A weighted random choice. */
  weighted<T>(choices: readonly (readonly [choice: T, weight: number])[]): T {
    let rest = this.next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [choice, weight] of choices) {
      rest -= weight;
      if (rest < 0) return choice;
    }
    throw new Error('There is nothing to choose from.');
  }

  bits32(): number {
    return Math.floor(this.next() * 0x1_0000_0000);
  }

  private next(): number {
    this.state = (this.state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }
}

/**
 * UUIDs version 7 (RFC 9562) with the time of the simulated insert, so that id order is time order.
 */
export class Ids {
  private readonly random: SeededRandom;
  private readonly countByMs = new Map<number, number>();

  constructor(random: SeededRandom) {
    this.random = random;
  }

  at(instant: string): string {
    const ms = Date.parse(instant);
    // The twelve bits after the time count rows of one millisecond, as in the API's generator.
    const count = this.countByMs.get(ms) ?? 0;
    if (count > 0xfff) throw new Error(`More than 4,096 rows fall on ${instant}; spread them.`);
    this.countByMs.set(ms, count + 1);
    const time = hex(ms, 12);
    const variant = hex(0x8000 | this.random.below(0x4000), 4);
    const tail = hex(this.random.bits32(), 8) + hex(this.random.below(0x1_0000), 4);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(count, 3)}-${variant}-${tail}`;
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
