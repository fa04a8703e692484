import type { MutationHandlers } from './mutation.ts';
import type { PlatformServices } from './platform-services.ts';

/** What all operations of a node share, and what modules do inside each other's mutations. */
export type Services = PlatformServices & MutationHandlers;
