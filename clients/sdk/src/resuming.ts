/** The part of a graphql-ws or graphql-sse client that carries subscriptions. */
interface Subscribing {
  subscribe(payload: never, sink: never, ...more: never[]): () => void;
}

interface Payload {
  variables?: Record<string, unknown> | null;
}

interface Sink {
  next(result: { data?: Record<string, unknown> | null }): void;
  error(error: unknown): void;
  complete(): void;
}

/**
 * A client of graphql-ws or graphql-sse whose own reconnects resume from the last cursor. Both send
 * a subscription again with its first variables, and the feed then repeats all messages since.
 * Nothing is lost without this function; it saves the repetition.
 *
 * It applies to subscriptions with a variable `after`, whose document selects `cursor` of each
 * message. Apollo's `GraphQLWsLink` and urql's `subscriptionExchange` take the client as it is. A
 * `FeedReset` still has to be answered by fetching the board.
 */
export function resuming<Client extends Subscribing>(client: Client): Client {
  const send = client.subscribe.bind(client) as Send;
  const subscribe: Send = (payload, sink, ...more) => {
    const variables = { ...payload.variables };
    if (!('after' in variables)) return send(payload, sink, ...more);
    // The client keeps this object, and writes it again for each connection.
    return send(
      { ...payload, variables },
      {
        next: (result) => {
          sink.next(result);
          variables['after'] = cursorIn(result) ?? variables['after'];
        },
        error: (error) => sink.error(error),
        complete: () => sink.complete(),
      },
      ...more,
    );
  };
  return { ...client, subscribe };
}

type Send = (payload: Payload, sink: Sink, ...more: unknown[]) => () => void;

/** Null for a reset: a client that resumed after it would miss what the reset stands for. */
function cursorIn({ data }: Parameters<Sink['next']>[0]): string | null {
  const [message] = Object.values(data ?? {}) as ({ cursor?: unknown; reason?: unknown } | null)[];
  const { cursor, reason } = message ?? {};
  return typeof cursor === 'string' && reason === undefined ? cursor : null;
}
