import { type AnyVariables, Client, fetchExchange, type TypedDocumentNode } from 'urql';
import { currentLanguage } from './language.ts';
import type { Session } from './session.ts';
import { troubleOf } from './trouble.ts';

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
