import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { createClient } from 'graphql-ws';
import type { FeedResult, FeedTransport } from '../src/transports.ts';

/** A board over an existing urql client. It needs only the exchanges for the feed. */
export function urqlTransport(url: string, token: string): FeedTransport {
  const socket = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  const client = new Client({
    url: `${url}/graphql`,
    preferGetMethod: false,
    fetchOptions: { headers: { authorization: `Bearer ${token}` } },
    exchanges: [
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe(
              { query, variables: variables as Record<string, unknown> },
              sink as never,
            ),
          }),
        }),
      }),
    ],
  });
  return {
    async query(document, variables) {
      const { data, error } = await client
        .query(document, variables, { requestPolicy: 'network-only' })
        .toPromise();
      if (error) throw error;
      return { data } as FeedResult;
    },
    subscribe(document, variables, sink) {
      const subscription = client
        .subscription(document, variables)
        .subscribe(({ data, error, hasNext }) => {
          if (error) sink.ended(error);
          else if (data) sink.next({ data } as FeedResult);
          else if (hasNext === false) sink.ended(null);
        });
      return () => subscription.unsubscribe();
    },
    close: () => void socket.dispose(),
  };
}
