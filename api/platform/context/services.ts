import type { MutationHandlers } from './mutation.ts';
import type { PlatformServices } from './platform-services.ts';

/**
 * Services that all operations of a node share, with the handlers that modules add to each other's
 * mutations.
 */
export type Services = PlatformServices & MutationHandlers;
