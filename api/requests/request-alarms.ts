import type { EventKind } from '../../schema/events.ts';
import { Alarm, type ServiceRequest } from '../../schema/requests/service-request.ts';

/** Clears the alarms that an event resolves. */
export function clearAlarms(request: ServiceRequest, event: EventKind): void {
  // With several volunteers, the one in doubt may be another.
  const inDoubt: readonly Alarm[] = request.volunteersNeeded === 1 ? ['VOLUNTEER_IN_DOUBT'] : [];
  const answered: Partial<Record<EventKind, readonly Alarm[]>> = {
    VISIT_BEGUN: [
      'CHECK_IN_OVERDUE',
      'LATE_WITHDRAWAL',
      'UNFILLED',
      'VOLUNTEER_RELEASED',
      ...inDoubt,
    ],
    VISIT_ENDED: ['CHECK_IN_OVERDUE', 'CHECK_OUT_OVERDUE', ...inDoubt],
    REQUEST_ASSIGNED: ['LATE_WITHDRAWAL', 'UNFILLED', 'VOLUNTEER_RELEASED', ...inDoubt],
    // With several volunteers, another may be late as well; the renewed timer raises the alarm
    // again.
    REQUEST_REOPENED: ['CHECK_IN_OVERDUE', ...inDoubt],
    VOLUNTEER_WITHDREW: ['CHECK_IN_OVERDUE', ...inDoubt],
    NO_SHOW_REPORTED: ['CHECK_IN_OVERDUE', ...inDoubt],
    REQUEST_CANCELLED: allAlarms,
    REQUEST_RESCHEDULED: ['CHECK_IN_OVERDUE', 'CHECK_OUT_OVERDUE'],
    REQUEST_EXPIRED: allAlarms,
  };
  const gone = answered[event];
  if (gone) request.alarms = request.alarms.filter((alarm) => !gone.includes(alarm));
}

const allAlarms: readonly Alarm[] = Object.values(Alarm);
