import type { Actor } from './actor.ts';
import { isStaleAuthorization } from './database/session.ts';

/**
 * How sure an operation may be of who asks. An actor that comes from memory is proven by the first
 * transaction of the operation; one that was just read is certain from the start.
 */
export class ActorFreshness {
  private state: 'certain' | 'remembered' | 'refuted';

  /**
   * `readAfresh` finds out who it is now; without it the actor was just read. Throws
   * UNAUTHENTICATED.
   */
  constructor(private readonly readAfresh?: () => Promise<Actor | null>) {
    this.state = readAfresh ? 'remembered' : 'certain';
  }

  /** Whether the next transaction has to bring the precondition. */
  get needsRevalidation(): boolean {
    return this.state !== 'certain';
  }

  get isStale(): boolean {
    return this.state === 'refuted';
  }

  /** A transaction began, precondition included. */
  began(): void {
    this.state = 'certain';
  }

  failed(error: unknown): void {
    if (isStaleAuthorization(error)) this.state = 'refuted';
  }

  async reload(): Promise<Actor | null> {
    const actor = (await this.readAfresh?.()) ?? null;
    this.state = 'certain';
    return actor;
  }
}
