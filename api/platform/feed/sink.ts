import type { GraphQLError } from 'graphql';

/** One serialised execution result, with the frames that transports make of it once for all their receivers. */
export interface Serialised {
  /** `{"data":...}` in UTF-8. */
  readonly json: Buffer;
  /** The same with the end of a message of graphql-transport-ws; made by the first socket that needs it. */
  frameTail?: Buffer;
  /** The same as an event of Server-Sent Events; made by the first stream that needs it. */
  event?: Buffer;
}

/** Where a subscription's messages go: one operation on one socket or stream. */
export interface Sink {
  /** Whether the receiver keeps up. Nothing is sent while it is false. */
  isReady(): boolean;
  /** Calls back once when the receiver has taken what was sent. */
  whenReady(callback: () => void): void;
  send(message: Serialised): void;
  /** The feed has said its last word; the receiver is told that it is complete. */
  complete(): void;
  /** The feed broke; the receiver is told so and may come back with its cursor. */
  fail(error: GraphQLError): void;
  /** The receiver took nothing for too long: its connection is closed. */
  closeSlow(): void;
}
