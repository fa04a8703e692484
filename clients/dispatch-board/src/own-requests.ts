/**
 * Requests that this page opened, also as parts of a series or of a joint visit: nobody here has to
 * be told of those.
 */
export class OwnRequests {
  private readonly ids = new Set<string>();
  private sending = 0;

  /** While something is sent that may open requests, nobody knows yet whose they are. */
  get isSending(): boolean {
    return this.sending > 0;
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** Does what is sent, and remembers the requests that its answer names. */
  async during<Result extends { named: readonly string[] }>(
    work: () => Promise<Result>,
  ): Promise<Result> {
    this.sending += 1;
    try {
      const result = await work();
      for (const id of result.named) this.ids.add(id);
      return result;
    } finally {
      this.sending -= 1;
    }
  }
}
