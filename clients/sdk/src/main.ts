// What a program imports from this package; everything else is its inside.
export { BoardFollower, type BoardFollowerOptions, type BoardItem, type FollowerStatus } from './board-follower.ts';
export { type FeedTransport, eventStreamTransport, webSocketTransport } from './transports.ts';
