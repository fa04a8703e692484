/** An attempt without an answer. Nobody knows whether the platform carried it out. */
interface Attempt {
  content: string;
  key: string;
  /** Whether the answer was lost, rather than still awaited. */
  isLost: boolean;
}

/**
 * Idempotency keys of steps without an answer. The same content gives the same key, so a retry after
 * a lost connection is done once. An answered step is over: the same content is a new one then.
 *
 * Changed content needs a new key, so the platform would carry out both. `mayRepeat` says when.
 */
export class PendingKeys {
  private readonly byIntent = new Map<string, Attempt[]>();

  /** Key of a step. The same intent and content give the same key until there is an answer. */
  keyOf(intent: string, input: object): string {
    const attempts = this.byIntent.get(intent) ?? [];
    const content = JSON.stringify(input);
    const known = attempts.find((attempt) => attempt.content === content);
    if (known) return known.key;
    const key = newKey();
    this.byIntent.set(intent, [...attempts, { content, key, isLost: false }]);
    return key;
  }

  /**
   * Whether a step might do a second time what an earlier one may have done already: the answer to
   * the earlier one was lost, and the content has changed since.
   */
  mayRepeat(intent: string, input: object): boolean {
    const attempts = this.byIntent.get(intent) ?? [];
    const content = JSON.stringify(input);
    return (
      attempts.some(({ isLost }) => isLost) &&
      !attempts.some((attempt) => attempt.content === content)
    );
  }

  lost(intent: string, input: object): void {
    const content = JSON.stringify(input);
    for (const attempt of this.byIntent.get(intent) ?? [])
      if (attempt.content === content) attempt.isLost = true;
  }

  answered(intent: string, input: object): void {
    const content = JSON.stringify(input);
    const others = this.byIntent.get(intent)?.filter((attempt) => attempt.content !== content);
    this.byIntent.set(intent, others ?? []);
  }

  /** The person has looked, and sends the changed content nevertheless. */
  forget(intent: string): void {
    this.byIntent.delete(intent);
  }
}

/** Not randomUUID, which browsers offer on secure origins only; an office may use plain HTTP. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
