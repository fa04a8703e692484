import type { Context } from '../platform/context.ts';
import { Refusal } from '../platform/errors.ts';

/** A clock that is a little ahead is no lie; more than this is refused. */
const clockToleranceMs = 120_000;

/** When something happened, as the caller says, or now by the platform's clock. Refuses with TIME_IN_FUTURE. */
export function timeOf(ctx: Context, at: string | null | undefined): string {
  if (!at) return ctx.now();
  if (Date.parse(at) > ctx.nowMs() + clockToleranceMs) throw new Refusal('TIME_IN_FUTURE', {}, ['input', 'at']);
  return at;
}
