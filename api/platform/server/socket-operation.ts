import type { Socket } from 'node:net';
import type { GraphQLError } from 'graphql';
import type { Serialised } from '../feed/serialised.ts';
import { Subscriber } from '../feed/subscriber.ts';
import { limits } from '../limits.ts';
import { plainResult } from '../operation/result-formatting.ts';
import { plainLengthOf, sendNext } from './frames.ts';

/** The socket that an operation runs on. */
export interface OperationHost {
  readonly readyState: number;
  readonly OPEN: number;
  tell(message: object): void;
  /** Forgets the operation. False when it was forgotten before. */
  remove(operation: SocketOperation): boolean;
  /** Closes the connection, since its client takes nothing. */
  closeSlow(): void;
}

/**
 * One operation on a WebSocket, under the identifier that the client gave it; a subscription takes
 * its feed by it.
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

  /** It did not begin, or broke. */
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
    this.refuseWith([error]);
  }

  protected cutOff(): void {
    this.socket.remove(this);
    this.socket.closeSlow();
  }
}
