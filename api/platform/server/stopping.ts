import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { limits } from '../limits.ts';

/**
 * Has a server that stops wait for what is under way and for nothing else. Browsers and pools of clients open connections that they may
 * never use; Node takes those for busy, and would wait for their first word for a minute.
 */
export function stopInTime(server: FastifyInstance): void {
  const silent = new Set<Socket>();
  let isStopping = false;
  function forget(this: Socket): void {
    silent.delete(this);
  }
  const heard = ({ socket }: IncomingMessage) => {
    // Mostly it is not the first request.
    if (silent.delete(socket)) socket.off('close', forget);
  };
  server.server.on('request', heard);
  server.server.on('upgrade', heard);
  server.server.on('connection', (socket: Socket) => {
    if (isStopping) return void socket.destroy();
    silent.add(socket);
    socket.once('close', forget);
  });
  server.addHook('preClose', async () => {
    isStopping = true;
    for (const socket of silent) socket.destroy();
    setTimeout(() => server.server.closeAllConnections(), limits.stopMs).unref();
  });
}
