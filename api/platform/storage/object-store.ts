import { DirectoryStore } from './directory-store.ts';
import { S3Store, type S3Settings } from './s3-store.ts';

/** Where large things lie that do not belong into a table. Keys are paths of lower-case letters, digits, dots and hyphens. */
export interface ObjectStore {
  /** Writes an object whole, or not at all; one of the same key is replaced. */
  put(key: string, bytes: Buffer, contentType: string): Promise<void>;
  /** The bytes of an object; null when there is none. */
  get(key: string): Promise<Buffer | null>;
  /** Removes an object. One that is not there is fine. */
  remove(key: string): Promise<void>;
}

export type ObjectSettings = { directory: string } | S3Settings;

export function openObjectStore(settings: ObjectSettings): ObjectStore {
  return 'directory' in settings ? new DirectoryStore(settings.directory) : new S3Store(settings);
}
