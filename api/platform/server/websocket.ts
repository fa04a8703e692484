import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { handleProtocols } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { limits } from '../limits.ts';
import { GraphQLSocket } from './graphql-socket.ts';
import type { SocketOptions } from './sockets.ts';

/** GraphQL over WebSocket at /graphql, protocol graphql-transport-ws; api/platform/FEED.md tells codes and messages. */
export function webSocketRoute(server: FastifyInstance, options: SocketOptions): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frameBytesMax,
    handleProtocols,
    perMessageDeflate: false,
    clientTracking: false,
    WebSocket: GraphQLSocket,
  });
  const open = new Set<GraphQLSocket>();
  // In the order in which they came, so that only the first ones have to be looked at.
  const silent = new Map<GraphQLSocket, number>();
  const host = { ...options, open, silent, isGoingAway: false };

  server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (new URL(request.url ?? '/', 'http://localhost').pathname !== '/graphql') return refuse(socket, '404 Not Found');
    if (options.places.isFull || host.isGoingAway) return refuse(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.begin(host, socket as Socket, request.headers, options.addressOf(request));
    });
  });

  // One timer for all: a timer for each would cost more than what it is for.
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

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
