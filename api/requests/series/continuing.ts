import type { RequestSeries } from '../../../schema/requests/request-series.ts';
import type { ChangeRequestSeriesInput } from '../../../schema/requests/series-inputs.ts';
import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { applyChange, type SaidAnew } from '../rescheduling/change-request.service.ts';
import { noteInClear } from '../sensitive-notes.ts';
import { callOff } from '../requests.service.ts';
import type { LocalDateTime } from './local-date-time.ts';
import type { HandMade } from './occurrences.ts';
import { RecurrenceRule } from './recurrence-rule.ts';

/** Whether a successor series has the same times as the original would have had. */
export function comesAtTheSameTime(
  series: RequestSeries,
  next: RequestSeries,
  ruleOnwards: string,
): boolean {
  return (
    next.rule === ruleOnwards &&
    next.startsAt.slice(11) === series.startsAt.slice(11) &&
    next.windowMinutes === series.windowMinutes &&
    JSON.stringify(next.template.windows ?? []) === JSON.stringify(series.template.windows ?? [])
  );
}

/** An occurrence on the same day at the time of another series, which occurs once a day. */
export function onSameDay(
  occurrence: LocalDateTime,
  { startsAt }: Pick<RequestSeries, 'startsAt'>,
): LocalDateTime {
  return `${occurrence.slice(0, 10)}T${startsAt.slice(11)}`;
}

/**
 * Hands requests from an occurrence on over to a successor series with the same times. Volunteers
 * and times stay. Requests that have not begun get the new details, except fields that were changed
 * by hand. Refuses as changeServiceRequest does.
 */
export async function handOver(
  tx: MutationTransaction,
  series: RequestSeries,
  next: RequestSeries,
  input: ChangeRequestSeriesInput,
): Promise<void> {
  for (const request of await requestsFrom(tx, series, input.occurrence)) {
    request.seriesId = next.id;
    if (isUnbegun(request))
      await applyChange(tx, request, saidFor(request, input, next), input.reason);
  }
  if (series.madeUntil && series.madeUntil >= input.occurrence) next.madeUntil = series.madeUntil;
  next.failed = series.failed.filter((occurrence) => occurrence >= input.occurrence);
  next.failureCode = next.failed.length > 0 ? (series.failureCode ?? null) : null;
  await tx.flush();
}

/**
 * Prepares for a successor series with other times. Requests that have not begun are cancelled, to
 * be opened again. Requests that have begun or were moved by hand move along as the occurrence of
 * their day. Days cancelled by hand stay cancelled. Gives manual changes of the cancelled requests,
 * by their new occurrence.
 */
export async function makeWay(
  tx: MutationTransaction,
  series: RequestSeries,
  next: RequestSeries,
  input: ChangeRequestSeriesInput,
  zone: string,
): Promise<Map<LocalDateTime, HandMade>> {
  const rule = new RecurrenceRule(next.rule, next.startsAt, zone);
  const byHand = new Map<LocalDateTime, HandMade>();
  for (const request of await requestsFrom(tx, series, input.occurrence)) {
    const before = request.occurrence as LocalDateTime;
    const then = onSameDay(before, next);
    if (request.state === 'CANCELLED' || request.state === 'EXPIRED') {
      next.skipped = [...new Set([...next.skipped, then])].toSorted();
    } else if (isUnbegun(request) && !request.changedFields.includes('windows')) {
      byHand.set(then, await handMadeOf(tx, request));
      await callOff(tx, request, input.reason);
    } else {
      Object.assign(request, { seriesId: next.id, occurrence: rule.has(then) ? then : before });
      if (isUnbegun(request))
        await applyChange(tx, request, saidFor(request, input, next), input.reason);
    }
  }
  await tx.flush();
  return byHand;
}

function isUnbegun({ state }: ServiceRequest): boolean {
  return state === 'IN_REVIEW' || state === 'OPEN' || state === 'ASSIGNED';
}

/**
 * New details for a request of a series, without the fields that were changed on that request
 * alone.
 */
function saidFor(
  request: ServiceRequest,
  input: ChangeRequestSeriesInput,
  next: RequestSeries,
): SaidAnew {
  const {
    urgency,
    place,
    note,
    language,
    genderPreference,
    minutesExpected,
    volunteersNeeded,
    sensitiveNote,
  } = input;
  const teamIds = input.teamIds ? (next.template.teamIds ?? []) : null;
  const said = {
    urgency,
    place,
    note,
    language,
    genderPreference,
    minutesExpected,
    volunteersNeeded,
    sensitiveNote,
    teamIds,
  };
  return Object.fromEntries(
    Object.entries(said).filter(([field]) => !request.changedFields.includes(field)),
  );
}

async function handMadeOf(tx: MutationTransaction, request: ServiceRequest): Promise<HandMade> {
  const { urgency, place, note, language, genderPreference, minutesExpected, volunteersNeeded } =
    request;
  const said: HandMade = {
    urgency,
    // A deleted text stays deleted.
    place: place ?? '',
    note: note ?? '',
    language: language ?? '',
    genderPreference: genderPreference ?? null,
    minutesExpected,
    volunteersNeeded,
    sensitiveNote: request.changedFields.includes('sensitiveNote')
      ? ((await noteInClear(tx, request)) ?? '')
      : '',
  };
  return Object.fromEntries(
    Object.entries(said).filter(([field]) => request.changedFields.includes(field)),
  );
}

/** Locks the requests of a series from an occurrence on. */
async function requestsFrom(
  tx: MutationTransaction,
  series: RequestSeries,
  from: LocalDateTime,
): Promise<ServiceRequest[]> {
  const rows = await tx.rows<{ id: string }>(selectFrom, { seriesId: series.id, from });
  const requests: ServiceRequest[] = [];
  for (const { id } of rows) requests.push(await tx.lock(ServiceRequest, 'request', id));
  return requests;
}

const selectFrom = statement(
  'requests.selectFrom',
  'select id from service_request where foundation_id = :foundationId and series_id = :seriesId and occurrence >= :from order by id',
);
