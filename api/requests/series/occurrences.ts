import { newId } from '../../../schema/ids.ts';
import { Elder } from '../../../schema/people/elder.ts';
import { RequestSeries } from '../../../schema/requests/request-series.ts';
import { ServiceKind } from '../../../schema/requests/service-kind.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { timeZoneOf } from '../dispatch/time-zone.ts';
import { statement } from '../../platform/database/statement.ts';
import { openRequest, type RequestDetails } from '../requests.service.ts';
import { instantOf, type LocalDateTime, localOf } from './local-date-time.ts';
import { RecurrenceRule } from './recurrence-rule.ts';
import { seriesNoteOf } from './series-note.ts';
import { windowsOn } from './series-windows.ts';

/**
 * Lead time of a series' requests: volunteers can plan, and an elder's coins are not held for
 * months.
 */
const aheadMs = 14 * 86_400_000;
/** Bounds a list in a row; by then the failures were shown often enough. */
const failedMax = 400;

/** The next occurrence due by now, skipped ones left out; null when there is none yet. */
export function nextOccurrence(
  tx: MutationTransaction,
  series: RequestSeries,
  zone: string,
): LocalDateTime | null {
  const rule = new RecurrenceRule(series.rule, series.startsAt, zone);
  const now = localOf(tx.caller.nowMs(), zone);
  const from = [series.startsAt, series.madeUntil ?? now].toSorted().at(-1) as LocalDateTime;
  const horizon = localOf(tx.caller.nowMs() + aheadMs, zone);
  const until = series.endsBefore && series.endsBefore < horizon ? series.endsBefore : horizon;
  const ahead = rule.between(from, until).filter((local) => local !== series.madeUntil);
  return ahead.find((local) => !series.skipped.includes(local)) ?? null;
}

/**
 * Opens the request of an occurrence. A unique index ensures that there is one. Refuses as
 * openServiceRequest does.
 */
export async function createOccurrence(
  tx: MutationTransaction,
  series: RequestSeries,
  occurrence: LocalDateTime,
  zone: string,
  byHand: HandMade = {},
): Promise<void> {
  series.madeUntil = occurrence;
  // A request that was moved by hand moved along when the series changed.
  const [made] = await tx.rows(selectMade, { seriesId: series.id, occurrence });
  if (made) return;
  const elder = await tx.find(Elder, 'elder', series.elderId);
  const kind = await tx.find(ServiceKind, 'kind', series.kindId);
  if (!kind.isOffered) throw new Refusal('KIND_NOT_OFFERED', { kind: kind.name });
  const requestedFrom = instantOf(occurrence, zone);
  const requestedTo = new Date(
    Date.parse(requestedFrom) + series.windowMinutes * 60_000,
  ).toISOString();
  const { urgency, windows, ...template } = series.template;
  await openRequest(tx, {
    requestId: newId(),
    elder,
    kind,
    details: {
      ...template,
      urgency: urgency ?? 'NORMAL',
      requestedFrom,
      requestedTo,
      windows: windowsOn(occurrence, windows ?? [], zone),
      sensitiveNote: await seriesNoteOf(tx, series),
      ...byHand,
      actingFor: { channel: series.channel },
    },
    source: 'SERIES',
    series: {
      seriesId: series.id,
      occurrence,
      begunAs: series.begunAs,
      changedFields: Object.keys(byHand),
    },
  });
}

/** Details of one occurrence that were changed by hand. They survive a change of its time. */
export type HandMade = Partial<
  Pick<
    RequestDetails,
    | 'urgency'
    | 'place'
    | 'note'
    | 'language'
    | 'genderPreference'
    | 'minutesExpected'
    | 'volunteersNeeded'
    | 'sensitiveNote'
  >
>;

const selectMade = statement(
  'requests.selectMade',
  'select id from service_request where foundation_id = :foundationId and series_id = :seriesId and occurrence = :occurrence',
);

/** Schedules the next occurrence of a series. */
export function setDue(series: RequestSeries, zone: string, nowMs: number): void {
  const rule = new RecurrenceRule(series.rule, series.startsAt, zone);
  const last = series.madeUntil;
  const first = [series.startsAt, localOf(nowMs, zone)].toSorted().at(-1) as LocalDateTime;
  const next = last ? rule.after(last) : rule.next(first);
  const isOver = next === null || (series.endsBefore && next >= series.endsBefore);
  series.dueAt = isOver
    ? null
    : new Date(Date.parse(instantOf(next, zone)) - aheadMs).toISOString();
}

/**
 * Opens the due requests of a series, each in a separate transaction. A failed occurrence, for lack
 * of coins for instance, is recorded for review, and the series goes on. Gives the number of opened
 * requests.
 */
export async function extendSeries(ctx: Context, seriesId: string): Promise<number> {
  for (let made = 0; ; made += 1) {
    let tried: LocalDateTime | null = null;
    try {
      const { isMade } = await ctx.mutate(
        { operation: 'extendSeries', input: { seriesId }, isUpkeep: true },
        async (tx) => {
          const series = await tx.lock(RequestSeries, 'series', seriesId);
          const zone = await timeZoneOf(tx, tx.foundationId);
          tried = nextOccurrence(tx, series, zone);
          if (tried) {
            await tx.leaveTrail('series:extend', { kind: 'series', id: seriesId });
            await createOccurrence(tx, series, tried, zone);
          } else passOver(tx, series, zone);
          return { isMade: tried !== null };
        },
      );
      if (!isMade) return made;
    } catch (error) {
      if (!(error instanceof Refusal) || !tried) throw error;
      await noteFailure(ctx, seriesId, tried, error.code);
    }
  }
}

/** Advances past skipped occurrences and schedules the next one, since nothing is due now. */
function passOver(tx: MutationTransaction, series: RequestSeries, zone: string): void {
  const horizon = localOf(tx.caller.nowMs() + aheadMs, zone);
  const last = series.skipped
    .filter((local) => local < horizon && local > (series.madeUntil ?? ''))
    .toSorted()
    .at(-1);
  if (last) series.madeUntil = last;
  setDue(series, zone, tx.caller.nowMs());
}

async function noteFailure(
  ctx: Context,
  seriesId: string,
  occurrence: LocalDateTime,
  code: string,
): Promise<void> {
  await ctx.mutate(
    { operation: 'extendSeries', input: { seriesId, occurrence }, isUpkeep: true },
    async (tx) => {
      const series = await tx.lock(RequestSeries, 'series', seriesId);
      series.failed = [...series.failed, occurrence].slice(-failedMax);
      series.failureCode = code;
      series.madeUntil = occurrence;
      series.version += 1;
      return {};
    },
  );
}
