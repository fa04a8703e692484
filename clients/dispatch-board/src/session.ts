/** Who uses this tab. Kept for the tab only, so that two tabs can be two people, and gone when it is closed. */
export interface Session {
  persona: string;
  displayName: string;
  token: string;
}

export interface Persona {
  persona: string;
  displayName: string;
  roles: string[];
  foundation: string | null;
}

/** The people whom a visitor of a demonstration may be; null where it is no demonstration. Throws when the server cannot be reached. */
export async function listPersonas(): Promise<Persona[] | null> {
  const answer = await fetch('/demo/personas');
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`/demo/personas answered with ${answer.status}`);
  return ((await answer.json()) as { personas: Persona[] }).personas;
}

export async function enterAs({ persona, displayName }: Persona): Promise<Session> {
  const answer = await fetch('/demo/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona }),
  });
  if (!answer.ok) throw new Error(`/demo/token answered with ${answer.status}`);
  const session = { persona, displayName, token: ((await answer.json()) as { token: string }).token };
  sessionStorage.setItem(storageKey, JSON.stringify(session));
  return session;
}

export function rememberedSession(): Session | null {
  const text = sessionStorage.getItem(storageKey);
  return text ? (JSON.parse(text) as Session) : null;
}

export function forgetSession(): void {
  sessionStorage.removeItem(storageKey);
}

const storageKey = 'linli.dispatch-board.session';
