import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';
import type { FeedResult, FeedTransport } from '../src/transports.ts';

/** A board over an existing Apollo Client: its link carries the feed, and its cache is not used. */
export function apolloTransport(url: string, token: string): FeedTransport {
  const socket = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  const client = new ApolloClient({ link: new GraphQLWsLink(socket), cache: new InMemoryCache() });
  return {
    async query(document, variables) {
      const { data, error } = await client.query({
        query: gql(document),
        variables,
        fetchPolicy: 'no-cache',
      });
      if (error) throw error;
      return { data } as FeedResult;
    },
    subscribe(document, variables, sink) {
      const subscription = client
        .subscribe({ query: gql(document), variables, fetchPolicy: 'no-cache' })
        .subscribe({
          next: ({ data, error }) =>
            error ? sink.ended(error) : sink.next({ data } as FeedResult),
          error: (error) => sink.ended(error),
          complete: () => sink.ended(null),
        });
      return () => subscription.unsubscribe();
    },
    close: () => {
      client.stop();
      void socket.dispose();
    },
  };
}
