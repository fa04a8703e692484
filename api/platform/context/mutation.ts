import { type ActingInput, Channel } from '../../../schema/acting-for.ts';
import type { AuditAction } from '../../../schema/identity/audit-action.ts';
import type { Actor } from '../authorization/actor.ts';
import { type AuditTarget, auditEntry } from '../authorization/audit-log.ts';
import type { Session } from '../database/session.ts';
import { Transaction } from '../database/transaction.ts';
import type { EligibilityChange } from '../authorization/eligibility.ts';
import { Refusal } from '../common/errors.ts';
import { idFrom } from '../common/ids.ts';
import type { Locale } from '../common/messages.ts';
import type { Resource } from '../authorization/policy.ts';
import type { DataSubjectHandler } from '../privacy/data-subject-handler.ts';
import { keepAnswer, keyOf, replayAnswer, requestHash } from './idempotency.ts';
import type { PlatformServices } from './platform-services.ts';

/**
 * The part of the operation context that a mutation's transaction may use. It has no reads: a read
 * outside the transaction would use another snapshot on another connection.
 */
export interface Caller {
  readonly services: PlatformServices & MutationHandlers;
  readonly actor: Actor;
  readonly locale: Locale;
  readonly operationId: string;
  /** Decision time in milliseconds since 1970. Tests move it. */
  nowMs(): number;
  /** Decision time as ISO 8601 text. */
  now(): string;
  allows(action: string, resource?: Resource): boolean;
  /** Refuses with NOT_ALLOWED. */
  authorize(action: string, resource?: Resource): void;
}

/** Handlers of modules that run inside the mutations of other modules. */
export interface MutationHandlers {
  /** Whether the actor may act for a person. The people module provides it. */
  rightToActFor: RightToActFor;
  /** Re-evaluate assignments that rest on the eligibility of volunteers. */
  eligibilityHandlers: readonly EligibilityHandler[];
  /** Export and erase the personal data of each module. */
  dataSubjectHandlers: readonly DataSubjectHandler<MutationTransaction>[];
}

/**
 * Finds the mandate on which the permission to act for a person rests. Null when there is no
 * permission, or no such person.
 */
export type RightToActFor = (
  tx: MutationTransaction,
  personId: string,
) => Promise<{ mandateId: string | null } | null>;

/**
 * Re-evaluates the consequences of a lost eligibility ground, such as visits. A module registers
 * one handler, so that the older module in which the ground ends need not know it.
 */
export type EligibilityHandler = (
  tx: MutationTransaction,
  change: EligibilityChange,
) => Promise<void>;

/** The person acted for and the channel, from the input of a mutation. */
export interface ActingFor {
  readonly personId: string | null;
  readonly channel: Channel;
}

export interface MutationOptions {
  /** Name of the mutation. Part of the request behind an idempotency key. */
  operation: string;
  /** Input of the mutation, with its idempotency key if there is one. */
  input: object;
  /**
   * Channel of the mutation, if the operation implies it. Otherwise the input states it; see
   * ActingInput.
   */
  channel?: Channel;
  /**
   * Action whose scope a limited token must have. It is checked before any lookup, so that a
   * refusal reveals nothing.
   */
  action?: string;
  /**
   * Background work of the platform that may find nothing to do. It audits its decisions with
   * `leaveTrail`. Any other mutation without an audit entry is an error.
   */
  isUpkeep?: boolean;
  /**
   * Foundation to act in, for callers above the foundations. The calling code checks their
   * permission.
   */
  foundationId?: string;
}

/** A mutation's transaction, with its actor and its audit log. */
export class MutationTransaction extends Transaction {
  private mandateId: string | null = null;
  private hasTrail = false;
  private runsAgain = false;
  private readonly lastWork: (() => Promise<void>)[] = [];

  constructor(
    em: ConstructorParameters<typeof Transaction>[0],
    pipeline: ConstructorParameters<typeof Transaction>[1],
    { variables }: Session,
    readonly caller: Caller,
    private readonly options: MutationOptions,
  ) {
    super(em, pipeline, variables['app.foundation'], variables['app.scope'] === 'foundation');
  }

  get actor(): Actor {
    return this.caller.actor;
  }

  /** The person acted for. Refuses with INVALID_ID. */
  get actingFor(): ActingFor {
    const { input, channel } = this.options;
    const { actingFor } = input as ActingInput;
    return {
      personId: actingFor?.personId
        ? idFrom('person', actingFor.personId, 'input', 'actingFor', 'personId')
        : null,
      channel: channel ?? actingFor?.channel ?? Channel.APP,
    };
  }

  /**
   * Defers work to the end, right before the commit, so that a contended lock is held as briefly as
   * possible. A refusal in it rolls everything back. Its statements leave with the commit.
   */
  atEnd(work: () => Promise<void>): void {
    this.lastWork.push(work);
  }

  /** Runs the work that was deferred to the end. */
  async finish(): Promise<void> {
    for (const work of this.lastWork) await work();
  }

  /**
   * Refuses with ACTING_FOR_NOT_ALLOWED when the actor has no permission to act for the person in
   * the input.
   */
  async checkActingFor(): Promise<void> {
    const { personId } = this.actingFor;
    if (!personId) return;
    // Without a role in a foundation, the actor may not act for anybody there and learns of nobody.
    const isElsewhere = this.foundationId !== this.caller.actor.foundationId;
    const right = isElsewhere ? null : await this.caller.services.rightToActFor(this, personId);
    if (!right) throw new Refusal('ACTING_FOR_NOT_ALLOWED', {}, ['input', 'actingFor', 'personId']);
    this.mandateId = right.mandateId;
  }

  /**
   * Authorizes the action and writes the audit entry, or refuses with NOT_ALLOWED. Every mutation
   * calls it once.
   */
  async authorize(action: AuditAction, subject: Resource, about: AuditTarget): Promise<void> {
    this.caller.authorize(action, subject);
    await this.leaveTrail(action, about);
  }

  /**
   * Announces a change of an eligibility ground to the modules, which re-evaluate its consequences
   * before the commit.
   */
  async eligibilityChanged(change: EligibilityChange): Promise<void> {
    await this.flush();
    for (const handle of this.caller.services.eligibilityHandlers) await handle(this, change);
  }

  /** Writes an audit entry for an action of the platform itself, which needs no permission. */
  async leaveTrail(action: AuditAction, about: AuditTarget): Promise<void> {
    this.hasTrail = true;
    const line = {
      foundationId: this.foundationId,
      actor: this.actor,
      action,
      about,
      ...this.actingFor,
      mandateId: this.mandateId,
      operationId: this.caller.operationId,
    };
    this.executeDeferred(...auditEntry(line));
  }

  /**
   * Asserts that the transaction has an audit entry. A missing one is a bug, so the change is
   * rolled back.
   */
  checkTrail(): void {
    if (this.hasTrail || this.options.isUpkeep) return;
    throw new Error(`${this.options.operation} writes no audit entry: call tx.authorize.`);
  }

  /**
   * Answer of an earlier call with this idempotency key. Waits while the first call is still
   * running. Refuses with IDEMPOTENCY_KEY_REUSED.
   */
  async replay<Answer>(): Promise<Answer | null> {
    return replayAnswer<Answer>(this, this.actor.accountId, this.options);
  }

  /**
   * Stores no answer under the idempotency key, so that a repeated call runs the work again. For an
   * answer that holds personal data, or a right that must be checked each time. The work itself
   * finds what the first call made. A call with other input is still refused.
   */
  runAgainOnRepeat(): void {
    this.runsAgain = true;
  }

  /** Hash of operation and input. A null field counts as a missing one. */
  requestHash(): string {
    return requestHash(this.options);
  }

  /** Stores the answer under the idempotency key, if the input has one. */
  remember(answer: object): void {
    const key = keyOf(this.options);
    if (key !== null && !this.runsAgain)
      this.executeDeferred(keepAnswer, {
        accountId: this.actor.accountId,
        key,
        answer: JSON.stringify(answer),
      });
  }
}
