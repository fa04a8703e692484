/**
 * One serialised execution result, with the frames that transports make of it once for all their
 * receivers.
 */
export interface Serialised {
  /** `{"data":...}` in UTF-8. */
  readonly json: Buffer;
  /**
   * The same as a WebSocket frame that lacks only the identifier of the subscription; see
   * server/frames.ts.
   */
  frame?: Frame | undefined;
  /** The same as an event of Server-Sent Events; made by the first stream that needs it. */
  event?: Buffer;
}

export interface Frame {
  bytes: Buffer;
  /** Where the identifier goes, and how many bytes it takes. */
  idAt: number;
  idLength: number;
}
