import {
  type AnyVariables,
  Client,
  type CombinedError,
  fetchExchange,
  type TypedDocumentNode,
} from 'urql';
import { currentLanguage } from './language.ts';
import { type Session, SessionEnded } from './session.ts';

/** Client of the platform for a session. It caches nothing: the board itself is the store. */
export function openPlatform(session: Session): Client {
  return new Client({
    url: '/graphql',
    exchanges: [fetchExchange],
    preferGetMethod: false,
    requestPolicy: 'network-only',
    // Read for each operation: the token may have expired, and messages come in the current
    // language.
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${await session.token()}`);
      headers.set('accept-language', currentLanguage());
      return fetch(input, { ...init, headers });
    },
  });
}

/** Sends one operation. Throws a Trouble when there is no usable answer. */
export async function ask<Data, Variables extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const { data, error } = await client.query(document, variables).toPromise();
  if (error || !data) throw troubleOf(error);
  return data;
}

/** A root field that the rest depends on. Throws a Trouble when it was refused. */
export function answered<Field>(field: Field): NonNullable<Field> {
  if (field === null || field === undefined) throw troubleOf(undefined);
  return field;
}

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
