import type { RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../context/services.ts';
import { Refusal } from '../common/errors.ts';
import { limits } from '../common/limits.ts';
import { answerUnavailable } from './load-shedding.ts';

/**
 * The node is stopping. Nothing was done; another node, or this one after its restart, accepts the
 * same request.
 */
export class GoingAway extends Refusal {
  constructor() {
    super('GOING_AWAY', { retryAfterSeconds: limits.retryAfterSeconds });
  }
}

/**
 * Graceful shutdown of the HTTP server: requests in flight are answered, and new ones are refused.
 *
 * The node first closes its port, so new connections are refused. A request on an open connection
 * gets 503. Connections close after their last answer; after `stopMs` the rest is cut. The server's
 * own `close` is not enough: browsers and client pools open connections that they may never use,
 * and Node would wait a minute for a first request.
 */
export class GracefulShutdown {
  private isStopping = false;
  /** Connections that have not sent a request yet. */
  private readonly silent = new Set<Socket>();
  /** One listener for all connections, instead of a closure for each. */
  private readonly forget: (this: Socket) => void;

  constructor(private readonly messages: Services['messages']) {
    const { silent } = this;
    this.forget = function () {
      silent.delete(this);
    };
  }

  /**
   * Wraps the request handler. Used in the server's factory, so that no listener must be added or
   * removed later.
   */
  before(handle: RequestListener): RequestListener {
    return (request, response) => {
      this.heard(request.socket);
      if (!this.isStopping) return handle(request, response);
      response.setHeader('connection', 'close');
      answerUnavailable(request, response, this.messages, new GoingAway());
    };
  }

  watch(server: Server): void {
    server.on('upgrade', ({ socket }) => this.heard(socket));
    server.on('connection', (socket: Socket) => {
      if (this.isStopping) return void socket.destroy();
      this.silent.add(socket);
      socket.once('close', this.forget);
    });
  }

  /** Call it before any other hook of the server is added, so that the port closes first. */
  attach(fastify: FastifyInstance): void {
    fastify.addHook('preClose', async () => {
      this.isStopping = true;
      const { server } = fastify;
      // Fastify closes it again, and learns when the last connection has ended.
      server.close();
      for (const socket of this.silent) socket.destroy();
      const closing = setInterval(() => server.closeIdleConnections(), idleCheckMs).unref();
      const cutting = setTimeout(() => server.closeAllConnections(), limits.stopMs).unref();
      server.once('close', () => {
        clearInterval(closing);
        clearTimeout(cutting);
      });
    });
  }

  private heard(socket: Socket): void {
    // In most cases this is not the first request.
    if (this.silent.delete(socket)) socket.off('close', this.forget);
  }
}

/**
 * Poll interval for idle connections. One whose last answer did not announce the close idles until
 * the client leaves.
 */
const idleCheckMs = 50;
