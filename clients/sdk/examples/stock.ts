import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { createClient as createEventClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import { resuming } from '../src/resuming.ts';

/** Stock clients that reconnect by themselves. */

/** Without its own limits, each gives up after five attempts, or at an error of the network. */
const retryAttempts = Infinity;
const shouldRetry = () => true;

export function socketClient(url: string, token: string) {
  return createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts,
    shouldRetry,
    retryWait: pause,
  });
}

export function eventClient(url: string, token: string) {
  return createEventClient({
    url: `${url}/graphql/stream`,
    headers: { authorization: `Bearer ${token}` },
    retryAttempts,
    retry: pause,
  });
}

/** The feed over a client of graphql-ws or graphql-sse. */
export function followWith(client: Subscribing): Follow {
  return (after, take, failed) =>
    client.subscribe<Told>(
      { query: document, variables: { after } },
      {
        next: ({ data }) => data && take(data.serviceRequestFeed),
        error: failed,
        complete: () => {},
      },
    );
}

/** The feed over Apollo Client: its link takes the client of graphql-ws. */
export function followWithApollo(socket: ReturnType<typeof socketClient>): Follow {
  const client = new ApolloClient({
    link: new GraphQLWsLink(resuming(socket)),
    cache: new InMemoryCache(),
  });
  return (after, take, failed) => {
    const subscription = client
      .subscribe<Told>({ query: gql(document), variables: { after }, fetchPolicy: 'no-cache' })
      .subscribe({ next: ({ data }) => data && take(data.serviceRequestFeed), error: failed });
    return () => subscription.unsubscribe();
  };
}

/** The feed over urql: its exchange takes the client of graphql-ws. */
export function followWithUrql(socket: ReturnType<typeof socketClient>, url: string): Follow {
  const resumingSocket = resuming(socket);
  const client = new Client({
    url: `${url}/graphql`,
    preferGetMethod: false,
    exchanges: [
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: resumingSocket.subscribe(
              { query, variables: variables as Record<string, unknown> },
              sink as never,
            ),
          }),
        }),
      }),
    ],
  });
  return (after, take, failed) => {
    const subscription = client
      .subscription<Told>(document, { after })
      .subscribe(({ data, error }) => {
        if (error) failed(error);
        else if (data) take(data.serviceRequestFeed);
      });
    return () => subscription.unsubscribe();
  };
}

/** A random pause, so that clients do not all reconnect at the same moment. */
async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 500));
}

/** Begins at the cursor of a board, and returns a function that unsubscribes. */
export type Follow = (
  after: string,
  take: (message: StockMessage) => void,
  failed: (error: unknown) => void,
) => () => void;

type Subscribing = Pick<ReturnType<typeof socketClient>, 'subscribe'>;

interface Told extends Record<string, unknown> {
  serviceRequestFeed: StockMessage;
}

export const document = `subscription ($after: String!) { serviceRequestFeed(after: $after) { __typename
  ... on RequestChanged { eventId cursor request { id version state } }
  ... on RequestRemoved { eventId cursor requestId }
  ... on FeedCheckpoint { cursor }
  ... on FeedReset { reason } } }`;

export type StockMessage =
  | {
      __typename: 'RequestChanged';
      eventId: string;
      cursor: string;
      request: { id: string; version: number; state: string };
    }
  | { __typename: 'RequestRemoved'; eventId: string; cursor: string; requestId: string }
  | { __typename: 'FeedCheckpoint'; cursor: string }
  | { __typename: 'FeedReset'; reason: string };
