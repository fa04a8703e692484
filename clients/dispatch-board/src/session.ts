/**
 * Session of this tab. Kept for the tab only, so that two tabs can have two users, and gone when it
 * closes.
 */
export interface Session {
  /** Different for each session. */
  key: string;
  /**
   * A valid token, renewed when the last one is about to expire. Throws SessionEnded when none is
   * available.
   */
  token(): Promise<string>;
  /** Forgets the session here. Resolves with whether the browser is leaving for another page. */
  forget(how: 'left' | 'ended'): Promise<boolean>;
}

/** The person must sign in again. */
export class SessionEnded extends Error {
  override name = 'SessionEnded';
}
