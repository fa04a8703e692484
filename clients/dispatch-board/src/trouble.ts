import type { CombinedError } from '@urql/core';
import { SessionEnded } from './session.ts';

/**
 * No usable answer: the network failed, the session ended, or the platform reported a fault of this
 * page.
 */
export class Trouble extends Error {
  override name = 'Trouble';

  constructor(
    readonly kind: 'network' | 'session' | 'protocol',
    message: string,
    /** The platform's error code. Null when there was no answer. */
    readonly code: string | null = null,
    /** Path of the input that the error is about. Empty when it is about none. */
    readonly path: readonly string[] = [],
  ) {
    super(message);
  }
}

export function troubleOf(error: CombinedError | undefined): Trouble {
  if (error?.networkError instanceof SessionEnded) return new Trouble('session', error.message);
  const [first] = error?.graphQLErrors ?? [];
  // The page has a text of its own for an answer that did not arrive.
  if (!first) return new Trouble('network', error?.message ?? 'There was no answer.');
  const { code, path } = first.extensions;
  const kind = code === 'UNAUTHENTICATED' ? 'session' : 'protocol';
  return new Trouble(
    kind,
    first.message,
    typeof code === 'string' ? code : null,
    Array.isArray(path) ? path.map(String) : [],
  );
}
