import { DirectoryStore } from './directory-store.ts';
import type { ObjectStore } from './object-store.ts';
import { S3Store, type S3Settings } from './s3-store.ts';

export type ObjectSettings = { directory: string } | S3Settings;

export function openObjectStore(settings: ObjectSettings): ObjectStore {
  return 'directory' in settings ? new DirectoryStore(settings.directory) : new S3Store(settings);
}
