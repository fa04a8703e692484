import type { Alarm } from '../../../schema/requests/service-request.ts';
import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Actor } from '../../platform/actor.ts';
import { Context, type MutationTransaction, type Services } from '../../platform/context.ts';
import { Reader, statement } from '../../platform/database/reader.ts';
import { roles } from '../../platform/database/roles.ts';
import { identitySession } from '../../platform/database/session.ts';
import { Refusal } from '../../platform/errors.ts';
import { freeHoldsOf, holdsOf, releaseHolds } from '../holds.ts';
import { extendSeries } from '../series/making.ts';
import { change, moveTo, visitStatesOf } from '../request-moves.ts';
import { offerFurther } from './offer.ts';
import { takeTimer, type TimerKind } from './timers.ts';

/** Timers of one foundation that are looked at in one go; the next go takes the next ones. */
const timersAtOnce = 200;

/**
 * Does what is due by the platform's clock, in every foundation. Any number of nodes may call it at any time: a timer belongs to the
 * transaction that takes its row out, which holds the lock on the request, so it fires once, and a crash leaves it where it was.
 * Gives how many timers fired. What fails is told to `onError` and tried again by the next call.
 */
export async function runDueTimers(
  services: Services,
  onError: (error: unknown) => void = (error) => {
    throw error;
  },
): Promise<number> {
  let fired = 0;
  for (const foundationId of await foundationsDue(services)) {
    const ctx = new Context(services, houseActor(foundationId), 'zh-CN');
    try {
      const due = await ctx.rows<{ requestId: string; kind: TimerKind }>(selectDue, [
        foundationId,
        ctx.now(),
        timersAtOnce,
      ]);
      for (const timer of due) {
        try {
          if (await fire(ctx, timer)) fired += 1;
        } catch (error) {
          onError(error);
        }
      }
      fired += await extendDueSeries(ctx, onError);
    } finally {
      await ctx.closeReader();
    }
  }
  return fired;
}

/** Series of which the next request is to be opened. A unique index holds each occurrence to one, however many nodes try. */
async function extendDueSeries(ctx: Context, onError: (error: unknown) => void): Promise<number> {
  const due = await ctx.rows<{ id: string }>(selectDueSeries, [ctx.foundationId, ctx.now(), timersAtOnce]);
  let made = 0;
  for (const { id } of due) {
    try {
      made += await extendSeries(ctx, id);
    } catch (error) {
      onError(error);
    }
  }
  return made;
}

/** Whoever looks for due timers is nobody's account; what it does is signed with the name of the house. */
function houseActor(foundationId: string): Actor {
  return {
    accountId: houseAccountId,
    displayName: 'Linli',
    foundations: [],
    foundationId,
    grants: [],
    appId: null,
    scopes: null,
    reach: [],
    session: {
      role: roles.member,
      variables: {
        ...identitySession.variables,
        'app.account': houseAccountId,
        'app.foundation': foundationId,
        'app.scope': 'foundation',
      },
    },
  };
}

const houseAccountId = '00000000-0000-7000-8000-000000000001';

async function foundationsDue(services: Services): Promise<string[]> {
  const reader = new Reader(services.database.pool, identitySession);
  try {
    const now = new Date(services.clock.nowMs()).toISOString();
    const rows = await reader.rows<{ foundationId: string }>(selectFoundationsDue, [now]);
    return rows.map((row) => row.foundationId);
  } finally {
    await reader.close();
  }
}

async function fire(ctx: Context, { requestId, kind }: { requestId: string; kind: TimerKind }): Promise<boolean> {
  const { isFired } = await ctx.mutate({ operation: `timer:${kind}`, input: { requestId } }, async (tx) => {
    // The request first, as everybody does; whoever comes second finds no timer.
    const request = await tx.lock(ServiceRequest, 'request', requestId);
    if (!(await takeTimer(tx, requestId, kind))) return { isFired: false };
    await actions[kind](tx, request);
    return { isFired: true };
  });
  return isFired;
}

const actions: Record<TimerKind, (tx: MutationTransaction, request: ServiceRequest) => Promise<void>> = {
  OFFER: offerFurther,
  CHECK_IN: (tx, request) => raise(tx, request, 'CHECK_IN_OVERDUE'),
  CHECK_OUT: (tx, request) => raise(tx, request, 'CHECK_OUT_OVERDUE'),
  EXPIRE: expire,
};

async function raise(tx: MutationTransaction, request: ServiceRequest, alarm: Alarm): Promise<void> {
  if (request.alarms.includes(alarm)) return;
  request.alarms = [...request.alarms, alarm];
  await change(tx, request, 'RequestAlarmRaised', { fields: ['alarms'] });
}

/** The wished time is over. Where nobody came forward the coins go back; where some did, they go without the others. */
async function expire(tx: MutationTransaction, request: ServiceRequest): Promise<void> {
  if (request.state !== 'OPEN' && request.state !== 'IN_REVIEW') return;
  const free = await freeHoldsOf(tx, request);
  const taken = holdsOf(request).filter((id) => !free.includes(id));
  if (taken.length === 0) {
    await moveTo(tx, request, 'EXPIRED', 'RequestExpired');
  } else {
    const each = BigInt(request.coinsHeld) / BigInt(request.volunteersNeeded);
    request.volunteersNeeded = taken.length;
    request.holdIds = taken;
    request.holdId = taken[0] as string;
    request.coinsHeld = (each * BigInt(taken.length)).toString();
    const states = await visitStatesOf(tx, request.id);
    const isBegun = states.some((state) => state !== 'PLANNED');
    await moveTo(tx, request, isBegun ? 'IN_PROGRESS' : 'ASSIGNED', 'RequestAssigned');
  }
  await tx.flush();
  await releaseUnlessGone(tx, request, free);
}

/** A hold may have ended by itself before; then there is nothing to give back. */
async function releaseUnlessGone(
  tx: MutationTransaction,
  request: ServiceRequest,
  holdIds: readonly string[],
): Promise<void> {
  const settled = await tx.rows<{ pendingId: string }>(selectSettled, [tx.foundationId, holdIds]);
  const gone = new Set(settled.map((row) => row.pendingId));
  try {
    await releaseHolds(
      tx,
      request,
      holdIds.filter((id) => !gone.has(id)),
      null,
    );
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'HOLD_EXPIRED') throw error;
  }
}

const selectFoundationsDue = statement(
  `select foundation_id from request_timer where due_at <= $1
   union select foundation_id from request_series where due_at <= $1 limit 10000`,
);
const selectDue = statement(
  'select request_id, kind from request_timer where foundation_id = $1 and due_at <= $2 order by due_at, request_id, kind limit $3',
);
const selectDueSeries = statement(
  'select id from request_series where foundation_id = $1 and due_at <= $2 order by due_at, id limit $3',
);
const selectSettled = statement('select pending_id from transfer where foundation_id = $1 and pending_id = any ($2)');
