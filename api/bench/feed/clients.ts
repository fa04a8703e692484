import WebSocket from 'ws';

/**
 * Thousands of receivers in a separate process. They only check whether a message is an event, to
 * be cheap.
 */
export type Order =
  | { type: 'connect'; port: number; count: number; tokens: string[]; subscriptions: object[] }
  | { type: 'expect'; messages: number }
  | { type: 'drop' };

let sockets: WebSocket[] = [];
let expected = 0;
let arrivals: Float64Array = new Float64Array(0);
let count = 0;
let sample = '';

process.on('message', (order: Order) => {
  if (order.type === 'connect') void connectAll(order).then(() => process.send!({ isReady: true }));
  else if (order.type === 'expect') {
    expected = order.messages;
    arrivals = new Float64Array(expected);
    count = 0;
    process.send!({ isReady: true });
  } else {
    for (const socket of sockets) socket.terminate();
    sockets = [];
    process.send!({ isReady: true });
  }
});
process.on('disconnect', () => process.exit(0));

async function connectAll({
  port,
  count: wanted,
  tokens,
  subscriptions,
}: Extract<Order, { type: 'connect' }>): Promise<void> {
  let next = sockets.length;
  const until = next + wanted;
  const oneAfterTheOther = async () => {
    while (next < until) {
      const index = (next += 1) - 1;
      sockets.push(
        await connect(
          port,
          tokens[index % Math.max(tokens.length, 1)],
          subscriptions[index % Math.max(subscriptions.length, 1)],
        ),
      );
    }
  };
  await Promise.all(Array.from({ length: 20 }, oneAfterTheOther));
}

/** Without a subscription: a bare socket. With one: the handshake of graphql-transport-ws. */
async function connect(
  port: number,
  token: string | undefined,
  subscription: object | undefined,
): Promise<WebSocket> {
  const socket = new WebSocket(
    `ws://127.0.0.1:${port}/graphql`,
    subscription ? 'graphql-transport-ws' : [],
    {
      perMessageDeflate: false,
    },
  );
  await new Promise((resolve, reject) => void socket.once('open', resolve).once('error', reject));
  if (subscription) {
    socket.send(
      JSON.stringify({
        type: 'connection_init',
        payload: token ? { authorization: `Bearer ${token}` } : {},
      }),
    );
    await once(socket, 'connection_ack');
    const payload = token ? await fromNow(socket, subscription as Subscription) : subscription;
    // An identifier as long as those of stock clients.
    socket.send(JSON.stringify({ id: crypto.randomUUID(), type: 'subscribe', payload }));
    if (token) await once(socket, 'FeedCheckpoint');
  }
  socket.on('close', (code, reason) => process.send!({ isLost: `${code} ${String(reason)}` }));
  socket.on('message', (data: Buffer) => {
    // A heartbeat is shorter than any event and does not contain one.
    if (!data.includes('eventId')) return;
    sample ||= data.toString();
    arrivals[count] = performance.timeOrigin + performance.now();
    count += 1;
    if (count === expected) process.send!({ arrivals: Array.from(arrivals), sample });
  });
  return socket;
}

interface Subscription {
  query: string;
  variables: { filter: object };
}

/** The subscription with the current cursor of its board. */
async function fromNow(socket: WebSocket, { query, variables }: Subscription): Promise<object> {
  const { filter } = variables;
  const board =
    'query ($filter: ServiceRequestFilter) { serviceRequestBoard(filter: $filter) { cursor } }';
  const payload = { query: board, variables: { filter } };
  socket.send(JSON.stringify({ id: 'board', type: 'subscribe', payload }));
  const told = JSON.parse(await once(socket, 'cursor')) as {
    payload: { data: { serviceRequestBoard: { cursor: string } } };
  };
  await once(socket, 'complete');
  return { query, variables: { filter, after: told.payload.data.serviceRequestBoard.cursor } };
}

async function once(socket: WebSocket, word: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const take = (data: Buffer) => {
      if (!data.includes(word)) return reject(new Error(data.toString()));
      socket.off('message', take);
      resolve(data.toString());
    };
    socket.on('message', take);
  });
}
