import { checkVersion } from '../../platform/database/check-version.ts';
import { newId } from '../../../schema/ids.ts';
import { Elder } from '../../../schema/people/elder.ts';
import { RequestSeries, type SeriesTemplate } from '../../../schema/requests/request-series.ts';
import type {
  CreateRequestSeriesInput,
  ChangeRequestSeriesInput,
  EndRequestSeriesInput,
  SeriesTemplateInput,
  SkipSeriesOccurrenceInput,
} from '../../../schema/requests/series-inputs.ts';
import { ServiceKind } from '../../../schema/requests/service-kind.ts';
import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { sourceOf } from '../dispatch/request-source.ts';
import { timeZoneOf } from '../dispatch/time-zone.ts';
import { blankToNull, callOff } from '../requests.service.ts';
import { checkTeams, teamIdsFrom } from '../teams.ts';
import { refuseDuplicateSeries } from '../duplicates.ts';
import { comesAtTheSameTime, handOver, makeWay, onSameDay } from './continuing.ts';
import { type HandMade, createOccurrence, nextOccurrence, setDue } from './occurrences.ts';
import { RecurrenceRule } from './recurrence-rule.ts';
import { seriesNoteOf, writeSeriesNote } from './series-note.ts';
import { checkSeriesWindows } from './series-windows.ts';

/**
 * Creates a recurring request. The requests of the next two weeks are opened at once.
 * Refuses with RULE_NOT_UNDERSTOOD, RULE_TOO_FREQUENT, RULE_TOO_LONG, NO_SUCH_DAY, NO_OCCURRENCE,
 * POSSIBLE_DUPLICATE, NOT_FOUND, NOT_ALLOWED, and as openServiceRequest and checkSeriesWindows do.
 */
export async function createRequestSeries(
  ctx: Context,
  input: CreateRequestSeriesInput,
): Promise<{ seriesId: string }> {
  const elderId = idFrom('elder', input.elderId, 'input', 'elderId');
  const kindId = idFrom('kind', input.kindId, 'input', 'kindId');
  return ctx.mutate({ operation: 'createRequestSeries', input }, async (tx) => {
    const elder = await tx.find(Elder, 'elder', elderId);
    const kind = await tx.find(ServiceKind, 'kind', kindId);
    const seriesId = newId();
    const subject = { communityId: elder.communityId, elderPersonId: elder.personId };
    await tx.authorize('series:begin', subject, { kind: 'series', id: seriesId });
    if (!kind.isOffered)
      throw new Refusal('KIND_NOT_OFFERED', { kind: kind.name }, ['input', 'kindId']);
    if (!input.allowDuplicate) await refuseDuplicateSeries(tx, { ...input, elderId, kindId });
    const zone = await timeZoneOf(tx, tx.foundationId);
    if (!new RecurrenceRule(input.rule, input.startsAt, zone).next(input.startsAt))
      throw new Refusal('NO_OCCURRENCE', {}, ['input', 'rule']);
    const series = await tx.add(RequestSeries, {
      id: seriesId,
      communityId: elder.communityId,
      elderId,
      elderPersonId: elder.personId,
      kindId,
      rule: input.rule,
      startsAt: input.startsAt,
      windowMinutes: input.windowMinutes,
      template: await templateOf(tx, input),
      channel: input.actingFor?.channel ?? 'APP',
      begunAs: sourceOf(tx.actor, subject),
      hasSensitiveNote: false,
      skipped: [],
      failed: [],
      begunAt: tx.caller.now(),
      begunByAccountId: tx.actor.accountId,
      version: 1,
    });
    checkSeriesWindows(series, series.template.minutesExpected ?? kind.minutesDefault);
    await tx.flush();
    await writeSeriesNote(tx, series, blankToNull(input.sensitiveNote));
    await makeAll(tx, series);
    return { seriesId };
  });
}

/**
 * Skips one occurrence and cancels its request. Refuses with NOT_AN_OCCURRENCE,
 * REQUEST_CANNOT_CHANGE, VERSION_CONFLICT, NOT_FOUND, NOT_ALLOWED.
 */
export async function skipSeriesOccurrence(
  ctx: Context,
  input: SkipSeriesOccurrenceInput,
): Promise<{ seriesId: string }> {
  return changing(ctx, 'skipSeriesOccurrence', input, async (tx, series) => {
    await refuseBegun(tx, series, input.occurrence);
    series.skipped = [...new Set([...series.skipped, input.occurrence])];
    await callOffRequests(tx, series, input.occurrence, input.occurrence, input.reason);
    return series.id;
  });
}

/**
 * Ends a series before an occurrence and cancels its requests from there on. Refuses as
 * skipSeriesOccurrence does.
 */
export async function endRequestSeries(
  ctx: Context,
  input: EndRequestSeriesInput,
): Promise<{ seriesId: string }> {
  return changing(ctx, 'endRequestSeries', input, async (tx, series, { zone }) => {
    await callOffRequests(tx, series, input.occurrence, null, input.reason);
    end(series, input.occurrence, input.reason, zone, tx.caller.nowMs());
    return series.id;
  });
}

/**
 * Changes an occurrence and all that follow. The series ends before it and links to a successor. An
 * end, skipped occurrences and manual changes are kept. With unchanged times the requests are
 * handed over with their volunteers. Otherwise requests that have not begun are cancelled and
 * opened again. Gives the successor.
 * Refuses as createRequestSeries, skipSeriesOccurrence and changeServiceRequest do.
 */
export async function changeRequestSeries(
  ctx: Context,
  input: ChangeRequestSeriesInput,
): Promise<{ seriesId: string }> {
  return changing(ctx, 'changeRequestSeries', input, async (tx, series, { rule, zone }) => {
    const startsAt = input.startsAt ?? input.occurrence;
    const ruleOnwards = rule.textFrom(input.occurrence);
    // A form sends the rule that it shows; a COUNT in it counts from the begin of the series.
    const text = !input.rule || input.rule === series.rule ? ruleOnwards : input.rule;
    if (!new RecurrenceRule(text, startsAt, zone).next(startsAt))
      throw new Refusal('NO_OCCURRENCE', {}, ['input', 'rule']);
    const next = await tx.add(RequestSeries, {
      communityId: series.communityId,
      elderId: series.elderId,
      elderPersonId: series.elderPersonId,
      kindId: series.kindId,
      rule: text,
      startsAt,
      windowMinutes: input.windowMinutes ?? series.windowMinutes,
      template: { ...series.template, ...(await templateOf(tx, input)) },
      channel: input.actingFor?.channel ?? series.channel,
      begunAs: sourceOf(tx.actor, series),
      hasSensitiveNote: false,
      skipped: series.skipped
        .filter((occurrence) => occurrence >= input.occurrence)
        .map((occurrence) => onSameDay(occurrence, { startsAt })),
      failed: [],
      endsBefore: series.endsBefore ? onSameDay(series.endsBefore, { startsAt }) : null,
      endReason: series.endReason ?? null,
      previousId: series.id,
      begunAt: tx.caller.now(),
      begunByAccountId: tx.actor.accountId,
      version: 1,
    });
    const kind = await tx.find(ServiceKind, 'kind', series.kindId);
    checkSeriesWindows(next, next.template.minutesExpected ?? kind.minutesDefault);
    await tx.flush();
    const note = input.sensitiveNote ?? (await seriesNoteOf(tx, series));
    await writeSeriesNote(tx, next, blankToNull(note));
    let byHand: Map<string, HandMade> | undefined;
    if (comesAtTheSameTime(series, next, ruleOnwards)) await handOver(tx, series, next, input);
    else byHand = await makeWay(tx, series, next, input, zone);
    end(series, input.occurrence, input.reason, zone, tx.caller.nowMs());
    await makeAll(tx, next, byHand);
    return next.id;
  });
}

async function changing(
  ctx: Context,
  operation: string,
  input: SkipSeriesOccurrenceInput,
  work: (
    tx: MutationTransaction,
    series: RequestSeries,
    how: { rule: RecurrenceRule; zone: string },
  ) => Promise<string>,
): Promise<{ seriesId: string }> {
  const seriesId = idFrom('series', input.seriesId, 'input', 'seriesId');
  return ctx.mutate({ operation, input }, async (tx) => {
    const series = await tx.lock(RequestSeries, 'series', seriesId);
    const { communityId, elderPersonId } = series;
    const about = { kind: 'series', id: seriesId, reason: input.reason };
    await tx.authorize('series:change', { communityId, elderPersonId }, about);
    checkVersion(series, input.expectedVersion);
    const zone = await timeZoneOf(tx, tx.foundationId);
    const rule = new RecurrenceRule(series.rule, series.startsAt, zone);
    const isOver = series.endsBefore && input.occurrence >= series.endsBefore;
    if (isOver || !rule.has(input.occurrence))
      throw new Refusal('NOT_AN_OCCURRENCE', { occurrence: input.occurrence }, [
        'input',
        'occurrence',
      ]);
    const answer = await work(tx, series, { rule, zone });
    series.version += 1;
    return { seriesId: answer };
  });
}

function end(
  series: RequestSeries,
  occurrence: string,
  reason: string,
  zone: string,
  nowMs: number,
): void {
  series.endsBefore = occurrence;
  series.endReason = reason;
  setDue(series, zone, nowMs);
}

/**
 * An occurrence whose request has begun cannot be skipped any more. Refuses with
 * REQUEST_CANNOT_CHANGE.
 */
async function refuseBegun(
  tx: MutationTransaction,
  series: RequestSeries,
  occurrence: string,
): Promise<void> {
  const [begun] = await tx.rows<{ state: string }>(selectBegun, {
    seriesId: series.id,
    occurrence,
  });
  if (begun)
    throw new Refusal('REQUEST_CANNOT_CHANGE', { from: begun.state, to: 'CANCELLED' }, [
      'input',
      'occurrence',
    ]);
}

/** Cancels requests that have not begun, from one occurrence to another. */
async function callOffRequests(
  tx: MutationTransaction,
  series: RequestSeries,
  from: string,
  to: string | null,
  reason: string,
): Promise<void> {
  const rows = await tx.rows<{ id: string }>(selectOccurrencesAhead, {
    seriesId: series.id,
    from,
    to,
  });
  for (const { id } of rows) {
    const request = await tx.lock(ServiceRequest, 'request', id);
    if (['IN_REVIEW', 'OPEN', 'ASSIGNED'].includes(request.state))
      await callOff(tx, request, reason);
  }
}

/**
 * Opens the requests of the next two weeks. A failure refuses the whole mutation, since a caller is
 * there to see it.
 */
async function makeAll(
  tx: MutationTransaction,
  series: RequestSeries,
  byHand: ReadonlyMap<string, HandMade> = new Map(),
): Promise<void> {
  const zone = await timeZoneOf(tx, tx.foundationId);
  for (let next = nextOccurrence(tx, series, zone); next; next = nextOccurrence(tx, series, zone)) {
    await createOccurrence(tx, series, next, zone, byHand.get(next));
  }
  setDue(series, zone, tx.caller.nowMs());
}

/** Request details of an input. Refuses with NOT_FOUND for a team that is not visible. */
async function templateOf(
  tx: MutationTransaction,
  input: SeriesTemplateInput,
): Promise<SeriesTemplate> {
  const {
    minutesExpected,
    urgency,
    place,
    note,
    language,
    genderPreference,
    volunteersNeeded,
    windows,
  } = input;
  const teamIds = input.teamIds ? await checkTeams(tx, teamIdsFrom(input)) : null;
  const said = {
    minutesExpected,
    urgency,
    place,
    note,
    language,
    genderPreference,
    volunteersNeeded,
    windows,
    teamIds,
  };
  return Object.fromEntries(
    Object.entries(said).filter(([, value]) => value !== undefined && value !== null),
  );
}

const selectOccurrencesAhead = statement(
  'requests.selectOccurrencesAhead',
  `select id from service_request where foundation_id = :foundationId and series_id = :seriesId and occurrence >= :from and (:to::text is null or occurrence <= :to)
     and state in ('IN_REVIEW', 'OPEN', 'ASSIGNED') order by id`,
);
const selectBegun = statement(
  'requests.selectBegun',
  `select state from service_request where foundation_id = :foundationId and series_id = :seriesId and occurrence = :occurrence
     and state not in ('IN_REVIEW', 'OPEN', 'ASSIGNED', 'CANCELLED', 'EXPIRED')`,
);
