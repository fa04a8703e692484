/**
 * Store for large objects outside the database. Keys are paths of lower-case letters, digits, dots
 * and hyphens.
 */
export interface ObjectStore {
  /** Writes an object atomically. It replaces an object with the same key. */
  put(key: string, bytes: Buffer, contentType: string): Promise<void>;
  /** The bytes of an object; null when there is none. */
  get(key: string): Promise<Buffer | null>;
  /** Removes an object. A missing one is not an error. */
  remove(key: string): Promise<void>;
}
