import type { AuditAction } from '../../../schema/identity/audit-action.ts';
import { type Alarm, ServiceRequest } from '../../../schema/requests/service-request.ts';
import { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import type { Services } from '../../platform/context/services.ts';
import { statement } from '../../platform/database/statement.ts';
import type { ScheduledTasks } from '../../platform/jobs/scheduled-tasks.ts';
import { dropPlaces, freeHoldsOf, releaseHolds } from '../holds.ts';
import { extendSeries } from '../series/occurrences.ts';
import { recordChange, transition, visitStatesOf } from '../request-lifecycle.ts';
import { systemActor } from '../../platform/authorization/system-actor.ts';
import { offerFurther } from './offer.ts';
import { takeTimer, type TimerKind } from './timers.ts';

/**
 * Timers of requests. The transaction that deletes a timer's row holds the lock on the request. A
 * timer therefore fires once on any number of nodes, and a crash leaves it in place.
 */
export const dueTimers: ScheduledTasks = {
  task: 'request-timer',
  due: 'select foundation_id, request_id as subject_id, kind from request_timer where due_at <= :now',
  async run(services, { foundationId, subjectId, kind }) {
    await inFoundation(services, foundationId, (ctx) =>
      fire(ctx, { requestId: subjectId, kind: kind as TimerKind }),
    );
  },
};

/**
 * Series whose next request is due. A unique index limits each occurrence to one request, however
 * many nodes try.
 */
export const dueSeries: ScheduledTasks = {
  task: 'request-series',
  due: `select foundation_id, id as subject_id, 'EXTEND' as kind from request_series where due_at <= :now`,
  async run(services, { foundationId, subjectId }) {
    await inFoundation(services, foundationId, (ctx) => extendSeries(ctx, subjectId));
  },
};

async function inFoundation(
  services: Services,
  foundationId: string,
  work: (ctx: Context) => Promise<unknown>,
): Promise<void> {
  const ctx = new Context(services, systemActor(foundationId), 'zh-CN');
  try {
    await work(ctx);
  } finally {
    await ctx.closeReader();
  }
}

async function fire(
  ctx: Context,
  { requestId, kind }: { requestId: string; kind: TimerKind },
): Promise<void> {
  await ctx.mutate(
    { operation: `timer:${kind}`, input: { requestId }, isUpkeep: true },
    async (tx) => {
      // The request is locked first, as everywhere. The later node finds no timer.
      const request = await tx.lock(ServiceRequest, 'request', requestId);
      if (!(await takeTimer(tx, requestId, kind))) return {};
      await tx.leaveTrail(trailOf[kind], { kind: 'request', id: requestId });
      await actions[kind](tx, request);
      return {};
    },
  );
}

/** Audit actions of automatic changes. */
const trailOf: Record<TimerKind, AuditAction> = {
  OFFER: 'request:offerFurther',
  CHECK_IN: 'request:alarm',
  CHECK_OUT: 'request:alarm',
  EXPIRE: 'request:expire',
};

const actions: Record<
  TimerKind,
  (tx: MutationTransaction, request: ServiceRequest) => Promise<void>
> = {
  OFFER: offerFurther,
  CHECK_IN: (tx, request) => raise(tx, request, 'CHECK_IN_OVERDUE'),
  CHECK_OUT: (tx, request) => raise(tx, request, 'CHECK_OUT_OVERDUE'),
  EXPIRE: expire,
};

async function raise(
  tx: MutationTransaction,
  request: ServiceRequest,
  alarm: Alarm,
): Promise<void> {
  if (request.alarms.includes(alarm)) return;
  request.alarms = [...request.alarms, alarm];
  await recordChange(tx, request, 'REQUEST_ALARM_RAISED', { fields: ['alarms'] });
}

/**
 * Ends a request whose time is over. Without volunteers all coins are released; with some, the
 * request goes on without the others.
 */
async function expire(tx: MutationTransaction, request: ServiceRequest): Promise<void> {
  if (request.state !== 'OPEN' && request.state !== 'IN_REVIEW') return;
  const free = await freeHoldsOf(tx, request);
  const taken = request.holdIds.filter((id) => !free.includes(id));
  if (taken.length === 0) {
    await transition(tx, request, 'EXPIRED', { event: 'REQUEST_EXPIRED' });
  } else {
    dropPlaces(request, free);
    const states = await visitStatesOf(tx, request);
    const isBegun = states.some((state) => state !== 'PLANNED');
    await transition(tx, request, isBegun ? 'IN_PROGRESS' : 'ASSIGNED', {
      event: 'REQUEST_ASSIGNED',
    });
  }
  await tx.flush();
  await releaseUnlessGone(tx, request, free);
}

/** A hold that has ended already is skipped. An expired hold that is still open is released. */
async function releaseUnlessGone(
  tx: MutationTransaction,
  request: ServiceRequest,
  holdIds: readonly string[],
): Promise<void> {
  const settled = await tx.rows<{ pendingId: string }>(selectSettled, { holdIds });
  const gone = new Set(settled.map((row) => row.pendingId));
  await releaseHolds(
    tx,
    request,
    holdIds.filter((id) => !gone.has(id)),
  );
}

const selectSettled = statement(
  'requests.selectSettled',
  'select pending_id from transfer where foundation_id = :foundationId and pending_id = any (:holdIds)',
);
