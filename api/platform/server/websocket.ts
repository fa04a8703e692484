import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { limits } from '../common/limits.ts';
import { addressBlock } from './client-address.ts';
import { GraphQLSocket } from './graphql-socket.ts';
import type { SocketOptions } from './sockets.ts';

/**
 * GraphQL over WebSocket at /graphql, protocol graphql-transport-ws. api/platform/feed/FEED.md specifies
 * codes and messages.
 */
export function webSocketRoute(server: FastifyInstance, options: SocketOptions): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frameBytesMax,
    handleProtocols: chooseProtocol,
    perMessageDeflate: false,
    clientTracking: false,
    WebSocket: GraphQLSocket,
  });
  const open = new Set<GraphQLSocket>();
  // In order of arrival, so that only the first ones must be checked.
  const silent = new Map<GraphQLSocket, number>();
  const idle = new Map<GraphQLSocket, number>();
  const host = { ...options, open, silent, idle, isGoingAway: false };

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // A request line may hold an invalid URL, such as `//`.
    const path = URL.parse(request.url ?? '/', 'http://localhost')?.pathname;
    if (path !== '/graphql')
      return refuse(socket, path === undefined ? '400 Bad Request' : '404 Not Found');
    const address = options.addressOf(request);
    if (
      host.isGoingAway ||
      options.connections.isFull ||
      !options.connections.hasRoomFor(addressBlock(address))
    )
      return refuse(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.begin(host, socket as Socket, request.headers, address);
    });
  };
  server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    try {
      upgrade(request, socket, head);
    } catch (error) {
      // No caller of an event listener would catch this.
      options.log.error({ err: error }, 'A connection could not be upgraded to a WebSocket');
      socket.destroy();
    }
  });

  // One timer for all sockets: a timer for each would cost more than its work.
  const timers = [
    setInterval(() => {
      for (const socket of open) socket.ping();
    }, limits.socketPingMs),
    setInterval(() => {
      const now = performance.now();
      for (const [socket, since] of silent) {
        if (now - since < limits.connectionInitMs) break;
        socket.closeSilent();
      }
      for (const [socket, since] of idle) {
        if (now - since < limits.anonymousIdleMs) break;
        socket.closeIdle();
      }
    }, silenceCheckMs),
  ];
  for (const timer of timers) timer.unref();
  server.addHook('preClose', async () => {
    host.isGoingAway = true;
    for (const socket of open) socket.goAway();
  });
  server.addHook('onClose', async () => {
    for (const timer of timers) clearInterval(timer);
  });
}

const silenceCheckMs = 250;

/**
 * Accepts a foreign subprotocol too, and the socket then closes with 4406. A client drops a
 * connection that echoes none of its subprotocols, and never sees the reason.
 */
function chooseProtocol(offered: ReadonlySet<string>): string | false {
  if (offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL)) return GRAPHQL_TRANSPORT_WS_PROTOCOL;
  const [first] = offered;
  return first ?? false;
}

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => {});
  const later = status.startsWith('503') ? `retry-after: ${limits.retryAfterSeconds}\r\n` : '';
  socket.end(`HTTP/1.1 ${status}\r\n${later}connection: close\r\ncontent-length: 0\r\n\r\n`);
}
