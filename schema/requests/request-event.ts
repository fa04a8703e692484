import { describedEnum } from '../described-enum.ts';
import type { EventKind } from '../events.ts';

export type RequestEvent = Exclude<EventKind, 'GRANTS_CHANGED'>;

/** Events of a request, as its history and the live feed name them. */
export const RequestEvent = describedEnum<RequestEvent>(
  'RequestEvent',
  'Event of a request. New values may be added: treat an unknown one as a change of the request.',
  {
    REQUEST_OPENED: 'The request was entered.',
    REQUEST_PUBLISHED: 'A dispatcher released a reviewed request to volunteers.',
    REQUEST_CHANGED: 'Details or warnings of the request changed.',
    REQUEST_RESCHEDULED: 'Time, duration or windows changed.',
    REQUEST_OFFERED: 'More volunteers may see the request: its audience has widened.',
    REQUEST_DECLINED: 'A volunteer declined the request.',
    REQUEST_EXPIRED: 'The requested time passed without a volunteer.',
    REQUEST_ALARM_RAISED: 'The request needs the attention of a dispatcher. `alarms` states why.',
    VOLUNTEER_JOINED: 'One of several volunteers joined. More are needed.',
    VOLUNTEER_WITHDREW: 'One of several volunteers left.',
    REQUEST_ASSIGNED: 'As many volunteers as needed have accepted or were assigned.',
    REQUEST_REOPENED: 'A volunteer is needed again.',
    REQUEST_CANCELLED: 'The request was cancelled.',
    VISIT_BEGUN: 'A volunteer checked in.',
    VISIT_ENDED: 'A volunteer checked out.',
    CHECK_IN_UNDONE: 'A mistaken check-in was undone.',
    CHECK_OUT_UNDONE: 'A mistaken check-out was undone.',
    VISIT_CERTIFIED: 'A visit was certified: its hours are written.',
    VISIT_DISPUTED: 'A visit is disputed.',
    VISIT_CORRECTED: 'The certified time of a visit was corrected.',
    VISIT_REVOKED: 'The certification of a visit was revoked.',
    NO_SHOW_REPORTED: 'The volunteer or the elder was absent.',
    DISPUTE_DISMISSED: 'A dispute ended without a change.',
  },
);
