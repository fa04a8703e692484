import { rememberedDemoSession } from './demo-session.ts';
import type { Session } from './session.ts';

/**
 * The session that this page begins with: of somebody who just comes back from signing in, or of
 * before the page was loaded.
 */
export async function firstSession(): Promise<{ session: Session | null; hasFailed: boolean }> {
  try {
    const session = (await signedIn()) ?? rememberedDemoSession();
    return { session, hasFailed: false };
  } catch {
    // Refused, or come back too late: the door says so, and lets people try again.
    return { session: null, hasFailed: true };
  }
}

/** The library for signing in is fetched for those who did, and for nobody else. */
async function signedIn(): Promise<Session | null> {
  const comesBack = new URL(location.href).searchParams.has('state');
  const isRemembered = Object.keys(sessionStorage).some((key) => key.startsWith('oidc.'));
  if (!comesBack && !isRemembered) return null;
  const { cameBackWith, rememberedSignIn } = await import('./sign-in.ts');
  return (await cameBackWith(location.href)) ?? (await rememberedSignIn());
}
