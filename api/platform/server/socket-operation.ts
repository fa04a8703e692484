import type { Socket } from 'node:net';
import type { GraphQLError } from 'graphql';
import type { Serialised } from '../feed/serialised.ts';
import { Subscriber } from '../feed/subscriber.ts';
import { limits } from '../common/limits.ts';
import { plainResult } from '../operation/result-formatting.ts';
import { plainLengthOf, sendNext } from './frames.ts';

/** The socket that an operation runs on. */
export interface OperationHost {
  readonly readyState: number;
  readonly OPEN: number;
  tell(message: object): void;
  /** Removes the operation. False when it was removed before. */
  remove(operation: SocketOperation): boolean;
  /** Errors in the language of the connection. */
  inLanguage(error: unknown): readonly GraphQLError[];
  /** Closes the connection of a client that does not read. */
  closeSlow(): void;
}

/**
 * One operation on a WebSocket, under the identifier of the client. A subscription receives its
 * feed through it.
 */
export class SocketOperation extends Subscriber {
  nextOperation: SocketOperation | null = null;
  private readonly plainLength: number;

  constructor(
    private readonly socket: OperationHost,
    private readonly rawSocket: Socket,
    readonly id: string,
  ) {
    super();
    this.plainLength = plainLengthOf(id);
  }

  /** Reports an operation that did not begin, or failed. */
  refuseWith(errors: readonly GraphQLError[]): void {
    if (!this.socket.remove(this)) return;
    this.socket.tell({ id: this.id, type: 'error', payload: plainResult({ errors }).errors });
  }

  protected isReady(): boolean {
    return this.rawSocket.writableLength < limits.socketBufferBytesMax;
  }

  protected whenReady(callback: () => void): void {
    this.rawSocket.once('drain', callback);
  }

  protected deliver(message: Serialised): void {
    if (this.socket.readyState === this.socket.OPEN)
      sendNext(this.rawSocket, this.id, this.plainLength, message);
  }

  protected complete(): void {
    if (this.socket.remove(this)) this.socket.tell({ id: this.id, type: 'complete' });
  }

  protected refuse(error: GraphQLError): void {
    this.refuseWith(this.socket.inLanguage(error));
  }

  protected cutOff(): void {
    this.socket.remove(this);
    this.socket.closeSlow();
  }
}
