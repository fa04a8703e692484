/**
 * One serialised execution result, with the frames that transports build once for all receivers.
 */
export interface Serialised {
  /** `{"data":...}` in UTF-8. */
  readonly json: Buffer;
  /** Cursor of the message, whether the document selects it or not; null for a reset. */
  readonly cursor: string | null;
  /**
   * The same as a WebSocket frame without the identifier of the subscription; see server/frames.ts.
   */
  frame?: Frame | undefined;
  /** The same as an event of Server-Sent Events. Built by the first stream that needs it. */
  event?: Buffer;
}

export interface Frame {
  bytes: Buffer;
  /** Offset and length of the identifier, in bytes. */
  idAt: number;
  idLength: number;
}
