/**
 * Where large things lie that do not belong into a table. Keys are paths of lower-case letters,
 * digits, dots and hyphens.
 */
export interface ObjectStore {
  /** Writes an object whole, or not at all; one of the same key is replaced. */
  put(key: string, bytes: Buffer, contentType: string): Promise<void>;
  /** The bytes of an object; null when there is none. */
  get(key: string): Promise<Buffer | null>;
  /** Removes an object. One that is not there is fine. */
  remove(key: string): Promise<void>;
}
