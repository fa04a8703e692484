import type { EventKind } from '../../schema/events.ts';
import { Alarm, type ServiceRequest } from '../../schema/requests/service-request.ts';

/** Clears the alarms that an event resolves. */
export function clearAlarms(request: ServiceRequest, event: EventKind): void {
  // With several volunteers, the one in doubt may be another.
  const inDoubt: readonly Alarm[] = request.volunteersNeeded === 1 ? ['VOLUNTEER_IN_DOUBT'] : [];
  const answered: Partial<Record<EventKind, readonly Alarm[]>> = {
    VisitBegun: [
      'CHECK_IN_OVERDUE',
      'LATE_WITHDRAWAL',
      'UNFILLED',
      'VOLUNTEER_RELEASED',
      ...inDoubt,
    ],
    VisitEnded: ['CHECK_IN_OVERDUE', 'CHECK_OUT_OVERDUE', ...inDoubt],
    RequestAssigned: ['LATE_WITHDRAWAL', 'UNFILLED', 'VOLUNTEER_RELEASED', ...inDoubt],
    // With several volunteers, another may be late as well; the renewed timer raises the alarm
    // again.
    RequestReopened: ['CHECK_IN_OVERDUE', ...inDoubt],
    VolunteerWithdrew: ['CHECK_IN_OVERDUE', ...inDoubt],
    NoShowReported: ['CHECK_IN_OVERDUE', ...inDoubt],
    RequestCancelled: allAlarms,
    RequestRescheduled: ['CHECK_IN_OVERDUE', 'CHECK_OUT_OVERDUE'],
    RequestExpired: allAlarms,
  };
  const gone = answered[event];
  if (gone) request.alarms = request.alarms.filter((alarm) => !gone.includes(alarm));
}

const allAlarms: readonly Alarm[] = Object.values(Alarm);
