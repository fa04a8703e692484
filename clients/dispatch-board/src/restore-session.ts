import { rememberedDemoSession } from './demo-session.ts';
import type { Session } from './session.ts';

/**
 * Initial session of this page: of a sign-in that just returned, or from before the page was
 * loaded.
 */
export async function firstSession(): Promise<{ session: Session | null; hasFailed: boolean }> {
  try {
    const session = (await signedIn()) ?? rememberedDemoSession();
    return { session, hasFailed: false };
  } catch {
    // Refused, or returned too late: the sign-in page reports it and offers another attempt.
    return { session: null, hasFailed: true };
  }
}

/** The sign-in library is fetched only for people who signed in. */
async function signedIn(): Promise<Session | null> {
  const comesBack = new URL(location.href).searchParams.has('state');
  const isRemembered = Object.keys(sessionStorage).some((key) => key.startsWith('oidc.'));
  if (!comesBack && !isRemembered) return null;
  const { cameBackWith, rememberedSignIn } = await import('./sign-in.ts');
  return (await cameBackWith(location.href)) ?? (await rememberedSignIn());
}
