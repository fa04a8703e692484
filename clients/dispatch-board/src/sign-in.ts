import { ErrorResponse, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { currentLanguage } from './language.ts';
import { type Session, SessionEnded } from './session.ts';

/** Redirects to the platform's sign-in page, which returns to this page with a code. */
export async function goAndSignIn(): Promise<void> {
  await manager.signinRedirect({ ui_locales: currentLanguage() });
}

/**
 * Session of a sign-in that just returned. Null when the address has no response. Throws when it
 * has a refusal.
 */
export async function cameBackWith(address: string): Promise<Session | null> {
  const { searchParams } = new URL(address);
  if (!searchParams.has('state')) return null;
  // A code works once, so neither a reload nor a bookmark may repeat it.
  history.replaceState(null, '', page);
  return sessionOf(await manager.signinCallback(address));
}

export async function rememberedSignIn(): Promise<Session | null> {
  return sessionOf((await manager.getUser()) ?? undefined);
}

/** Relative to the page, not to the root, since a platform may run under a path of another site. */
const page = new URL('.', document.baseURI).href;

const manager = new UserManager({
  authority: location.origin,
  client_id: 'dispatch-board',
  redirect_uri: page,
  post_logout_redirect_uri: page,
  // client.json lists the API scopes of this app; naming none here requests all of them.
  scope: 'openid offline_access',
  userStore: new WebStorageStateStore({ store: sessionStorage }),
  stateStore: new WebStorageStateStore({ store: sessionStorage }),
  // Renewed on demand, below: a laptop that slept has missed every timer.
  automaticSilentRenew: false,
  requestTimeoutInSeconds: 15,
});

function sessionOf(user: User | undefined): Session | null {
  if (!user) return null;
  return {
    key: user.profile.sub + String(user.profile.auth_time ?? ''),
    token: freshToken,
    async forget(how) {
      if (how === 'ended') {
        await manager.removeUser();
        return false;
      }
      await manager.signoutRedirect();
      return true;
    },
  };
}

let renewal: Promise<string> | undefined;

/**
 * One renewal at a time: a refresh token that is sent twice ends the sign-in, since it may have
 * been stolen.
 */
async function freshToken(): Promise<string> {
  const user = await manager.getUser();
  if (!user) throw new SessionEnded();
  if ((user.expires_in ?? 0) > leftSecondsMin) return user.access_token;
  renewal ??= renew().finally(() => (renewal = undefined));
  return renewal;
}

async function renew(): Promise<string> {
  try {
    const user = await manager.signinSilent();
    if (user) return user.access_token;
  } catch (error) {
    // A refusal is final. Without an answer the network is at fault, and the next attempt may
    // succeed.
    if (!(error instanceof ErrorResponse)) throw error;
  }
  throw new SessionEnded();
}

/** Time for an operation to reach the platform, and for small clock differences. */
const leftSecondsMin = 30;
