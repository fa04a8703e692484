import { rememberedDemoSession } from './demo-session.ts';
import { cameBackWith, rememberedSignIn } from './sign-in.ts';
import type { Session } from './session.ts';

/** The session that this page begins with: of somebody who just comes back from signing in, or of before the page was loaded. */
export async function firstSession(): Promise<{ session: Session | null; hasFailed: boolean }> {
  try {
    const session = (await cameBackWith(location.href)) ?? (await rememberedSignIn()) ?? rememberedDemoSession();
    return { session, hasFailed: false };
  } catch {
    // Refused, or come back too late: the door says so, and lets people try again.
    return { session: null, hasFailed: true };
  }
}
