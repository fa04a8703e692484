// Public exports of this package; everything else is internal.
export type { BoardItem } from './board-item.ts';
export {
  BoardFollower,
  type BoardFollowerOptions,
  type FeedMessage,
  type FollowerStatus,
} from './board-follower.ts';
export { Burst, eachFrame, type Schedule } from './frames.ts';
export { type Change, LiveStore } from './live-store.ts';
export { type Arrangement, LiveView } from './live-view.ts';
export { resuming } from './resuming.ts';
export {
  type FeedResult,
  type FeedSink,
  type FeedTransport,
  type TransportOptions,
  eventStreamTransport,
  webSocketTransport,
} from './transports.ts';
