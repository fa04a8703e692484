import type { RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../context/services.ts';
import { Refusal } from '../errors.ts';
import { limits } from '../limits.ts';
import { answerUnavailable } from './load-shedding.ts';

/**
 * The node stops: nothing was done, and another node, or the next run of this one, takes the same
 * request.
 */
export class GoingAway extends Refusal {
  constructor() {
    super('GOING_AWAY', { retryAfterSeconds: limits.retryAfterSeconds });
  }
}

/**
 * Graceful shutdown of the HTTP server: what has begun is answered, and nothing new begins.
 *
 * At a stop the node gives up its port at once, so new connections are refused. A request on a
 * connection that is still open gets 503. Connections close when their last answer is sent; after
 * `stopMs` the rest is cut. The server's own `close` is not enough: browsers and pools of clients
 * open connections that they may never use, and Node would wait for their first word for a minute.
 */
export class GracefulShutdown {
  private isStopping = false;
  /** Connections over which nothing was asked yet. */
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
   * Wraps what answers requests; for the server's factory, so that no listener has to be added or
   * taken away later.
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

  /**
   * To be called before any other hook of the server is added, so that the port is given up first.
   */
  attach(fastify: FastifyInstance): void {
    fastify.addHook('preClose', async () => {
      this.isStopping = true;
      const { server } = fastify;
      // Fastify closes it again, and gets to know when the last connection has ended.
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
    // Mostly it is not the first request.
    if (this.silent.delete(socket)) socket.off('close', this.forget);
  }
}

/**
 * A connection whose answer did not say that it is the last one idles until the client leaves; so
 * they are looked for.
 */
const idleCheckMs = 50;
