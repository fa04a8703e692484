/**
 * Who uses this tab. Kept for the tab only, so that two tabs can be two people, and gone when it is
 * closed.
 */
export interface Session {
  /** Different for each session. */
  key: string;
  /**
   * A token that holds now: renewed when the last one is about to run out. Throws SessionEnded when
   * there is none to be had.
   */
  token(): Promise<string>;
  /** Forgets the session here. Answers whether the browser is on its way to another page. */
  forget(how: 'left' | 'ended'): Promise<boolean>;
}

/** Somebody has to say again who they are. */
export class SessionEnded extends Error {
  override name = 'SessionEnded';
}
