/**
 * Requests that this page opened, also as parts of a series or of a joint visit. They cause no
 * notices here.
 */
export class OwnRequests {
  private readonly ids = new Set<string>();
  private sending = 0;

  /** While a mutation that may open requests is in flight, the owner of new requests is unknown. */
  get isSending(): boolean {
    return this.sending > 0;
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** Runs a mutation, and records the requests in its answer. */
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
