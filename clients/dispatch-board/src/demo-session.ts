import type { Session } from './session.ts';

export interface Persona {
  persona: string;
  displayName: string;
  roles: string[];
  foundation: string | null;
}

/**
 * Personas that a visitor of a demonstration may choose. Null when it is no demonstration. Throws
 * when the server cannot be reached.
 */
export async function listPersonas(): Promise<Persona[] | null> {
  const answer = await fetch('/demo/personas');
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`/demo/personas answered with ${answer.status}`);
  return ((await answer.json()) as { personas: Persona[] }).personas;
}

export async function enterAs({ persona }: Persona): Promise<Session> {
  const answer = await fetch('/demo/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona }),
  });
  if (!answer.ok) throw new Error(`/demo/token answered with ${answer.status}`);
  const { token } = (await answer.json()) as { token: string };
  sessionStorage.setItem(storageKey, token);
  return sessionOf(token);
}

export function rememberedDemoSession(): Session | null {
  const token = sessionStorage.getItem(storageKey);
  return token ? sessionOf(token) : null;
}

/** A token of the demonstration is not renewed: it lasts longer than any visit. */
function sessionOf(token: string): Session {
  return {
    key: token,
    token: async () => token,
    forget: async () => {
      sessionStorage.removeItem(storageKey);
      return false;
    },
  };
}

const storageKey = 'linli.dispatch-board.demo-token';
