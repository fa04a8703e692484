import type { Actor } from './actor.ts';
import { isStaleAuthorization } from '../database/session.ts';

/**
 * Freshness of the actor of one operation. The first transaction of the operation revalidates a
 * cached actor. An actor that was just read from the database is fresh from the start.
 */
export class ActorFreshness {
  private state: 'certain' | 'remembered' | 'refuted';

  /**
   * `readAfresh` reads the actor from the database again. Without it, the actor counts as fresh.
   * Throws UNAUTHENTICATED.
   */
  constructor(private readonly readAfresh?: () => Promise<Actor | null>) {
    this.state = readAfresh ? 'remembered' : 'certain';
  }

  /** Whether the next transaction must carry the precondition of the session. */
  get needsRevalidation(): boolean {
    return this.state !== 'certain';
  }

  get isStale(): boolean {
    return this.state === 'refuted';
  }

  /** Records that a transaction began, which includes its precondition. */
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
