import type { Logger } from 'pino';
import type { Clock, DatabaseClock } from '../common/clock.ts';
import type { Database } from '../database/database.ts';
import type { SchemaVersion } from '../database/schema-version.ts';
import type { FeedHandle } from './feed-handle.ts';
import type { MessageCatalogue } from '../common/messages.ts';
import type { Permissions } from '../authorization/policy.ts';
import type { AdmissionController } from '../overload/admission-control.ts';
import type { ServingMonitor } from '../overload/serving-monitor.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { ListCursors } from '../reads/list-cursors.ts';
import type { SignedLinks } from '../storage/signed-links.ts';
import type { Vault } from '../privacy/vault.ts';

/** What all operations of a node share. */
export interface PlatformServices {
  database: Database;
  permissions: Permissions;
  messages: MessageCatalogue;
  feed: FeedHandle;
  objects: ObjectStore;
  links: SignedLinks;
  /** Cursors of lists, by a key that all nodes share. */
  cursors: ListCursors;
  /** Secret that keys for one purpose are derived from; see secrets.ts. */
  secretKey: string;
  /** Days for which photos are kept; 0: without limit. */
  photoRetentionDays: number;
  clock: Clock;
  /**
   * Clock of the database for tokens and connections, which keep real time when tests move the
   * other clock.
   */
  wallClock: DatabaseClock;
  /** Whether the database has the schema version of this node. */
  schemaVersion: SchemaVersion;
  /** Recent outcomes of operations, for the readiness probe. */
  serving: ServingMonitor;
  /**
   * Admits one piece of long work at a time, such as rendering a PDF, since it blocks the event
   * loop.
   */
  heavy: AdmissionController;
  vault: Vault;
  log: Logger;
}
