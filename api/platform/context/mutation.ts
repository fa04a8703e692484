import { type ActingInput, Channel } from '../../../schema/acting-for.ts';
import type { Actor } from '../actor.ts';
import { type AuditTarget, auditEntry } from '../audit-log.ts';
import type { Session } from '../database/session.ts';
import { Transaction } from '../database/transaction.ts';
import type { EligibilityChange } from '../eligibility.ts';
import { Refusal } from '../errors.ts';
import { idFrom } from '../ids.ts';
import type { Locale } from '../messages.ts';
import type { Resource } from '../policy.ts';
import type { DataSubjectHandler } from '../privacy/data-subject-handler.ts';
import { keepAnswer, replayAnswer, requestHash } from './idempotency.ts';
import type { PlatformServices } from './platform-services.ts';

/**
 * The operation that a mutation belongs to, as far as its transaction may use it. It reads nothing:
 * a read outside the transaction would come from another snapshot, on another connection.
 */
export interface Caller {
  readonly services: PlatformServices & MutationHandlers;
  readonly actor: Actor;
  readonly locale: Locale;
  readonly operationId: string;
  /** The time by which everything is decided; tests move it. */
  nowMs(): number;
  /** The same as ISO 8601 text. */
  now(): string;
  allows(action: string, resource?: Resource): boolean;
  /** Refuses with NOT_ALLOWED. */
  authorize(action: string, resource?: Resource): void;
}

/** Work that modules do inside the mutations of other modules. */
export interface MutationHandlers {
  /** Whether the actor may act for a person; the module that knows persons finds out. */
  rightToActFor: RightToActFor;
  /** Reconsider what rests on the right of volunteers to serve. */
  eligibilityHandlers: readonly EligibilityHandler[];
  /** Export and erase what each module keeps about a person. */
  dataSubjectHandlers: readonly DataSubjectHandler<MutationTransaction>[];
}

/** The mandate that the right rests on. Null when there is no right, or no such person. */
export type RightToActFor = (
  tx: MutationTransaction,
  personId: string,
) => Promise<{ mandateId: string | null } | null>;

/**
 * Reconsiders what rests on a ground that has changed, such as visits. A module registers one, so
 * that the older module in which the ground ends need not know it.
 */
export type EligibilityHandler = (
  tx: MutationTransaction,
  change: EligibilityChange,
) => Promise<void>;

/** The person acted for, and the channel, as the input of a mutation says. */
export interface ActingFor {
  readonly personId: string | null;
  readonly channel: Channel;
}

export interface MutationOptions {
  /** Name of the mutation; part of what an idempotency key stands for. */
  operation: string;
  input: object;
  idempotencyKey?: string | null | undefined;
  /** How it came in, where that follows from what is done; else the input says, see ActingInput. */
  channel?: Channel;
  /**
   * Action whose scope a limited token must have before anything is looked up, so that it learns
   * nothing from a refusal.
   */
  action?: string;
  /**
   * Work of the platform that may find nothing to do; what it decides it tells by `leaveTrail`.
   * Else a change without a trail is refused.
   */
  isUpkeep?: boolean;
  /**
   * The foundation to act in, for those who stand above the foundations. Their right is checked by
   * the caller.
   */
  foundationId?: string;
}

/** A transaction that knows who acts and leaves a trail. */
export class MutationTransaction extends Transaction {
  private mandateId: string | null = null;
  private hasTrail = false;
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

  /** For whom the actor does this. Refuses with INVALID_ID. */
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
   * Has work done after all else is written, right before the commit: for what takes a lock that
   * many wait for, so that it is held for as short as can be. What it refuses undoes the whole, as
   * anything else would. What it sends leaves with the commit.
   */
  atEnd(work: () => Promise<void>): void {
    this.lastWork.push(work);
  }

  /** Does what was put off to the end. */
  async finish(): Promise<void> {
    for (const work of this.lastWork) await work();
  }

  /**
   * Refuses with ACTING_FOR_NOT_ALLOWED when the actor has no right to act for the person that the
   * input names.
   */
  async checkActingFor(): Promise<void> {
    const { personId } = this.actingFor;
    if (!personId) return;
    // Whoever acts in a foundation without a role in it has no right there to act for anybody, and
    // learns of nobody.
    const isElsewhere = this.foundationId !== this.caller.actor.foundationId;
    const right = isElsewhere ? null : await this.caller.services.rightToActFor(this, personId);
    if (!right) throw new Refusal('ACTING_FOR_NOT_ALLOWED', {}, ['input', 'actingFor', 'personId']);
    this.mandateId = right.mandateId;
  }

  /**
   * Refuses with NOT_ALLOWED, or lets pass and writes the audit trail. Every verb calls it once.
   */
  async authorize(action: string, subject: Resource, about: AuditTarget): Promise<void> {
    this.caller.authorize(action, subject);
    await this.leaveTrail(action, about);
  }

  /**
   * Tells the modules that a ground on which volunteers serve has changed; what rested on it is
   * reconsidered before the commit.
   */
  async eligibilityChanged(change: EligibilityChange): Promise<void> {
    await this.flush();
    for (const handle of this.caller.services.eligibilityHandlers) await handle(this, change);
  }

  /** Writes the audit trail of what the platform does by itself, when nobody's rights are asked. */
  async leaveTrail(action: string, about: AuditTarget): Promise<void> {
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
   * A change that nobody could find again does not happen: that it lacks a trail is a mistake of
   * the code.
   */
  checkTrail(): void {
    if (this.hasTrail || this.options.isUpkeep) return;
    throw new Error(
      `${this.options.operation} leaves no line in the audit trail: call tx.authorize.`,
    );
  }

  /**
   * Answer that this idempotency key got before. Waits while the first call is still running.
   * Refuses with IDEMPOTENCY_KEY_REUSED.
   */
  async replay<Answer>(): Promise<Answer | null> {
    return replayAnswer<Answer>(this, this.actor.accountId, this.options);
  }

  /** The same for inputs that mean the same. */
  requestHash(): string {
    return requestHash(this.options);
  }

  /** Keeps the answer under the idempotency key, where there is one. */
  remember(answer: object): void {
    const { idempotencyKey: key } = this.options;
    if (key)
      this.executeDeferred(keepAnswer, [
        this.foundationId,
        this.actor.accountId,
        key,
        JSON.stringify(answer),
      ]);
  }
}
