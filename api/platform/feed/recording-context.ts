import type { Actor } from '../actor.ts';
import { canonicalJson } from '../canonical-json.ts';
import { Context } from '../context/operation-context.ts';
import { canBeWritten } from '../database/query-as-sessions.ts';
import type { ExecutedQuery } from '../database/read-snapshot.ts';
import type { Statement } from '../database/statement.ts';
import { limits } from '../limits.ts';

/** What an execution has found, as text: who has the same text has the same result. */
export interface ResultFingerprint {
  own: Promise<string>;
  ofOthers: readonly Promise<string>[];
}

/**
 * The context of an execution whose result others may share. It keeps which statements were run,
 * and what was asked of whoever asks; then it asks the same for others. An execution depends on
 * nothing else, so who gets the same answers would get the same result. The statements are run
 * again under the session of each, so row-level security decides for each.
 */
export class RecordingContext extends Context {
  private readonly asked = new Map<string, ExecutedQuery>();
  private readonly judged: { question: (actor: Actor) => unknown; answer: unknown }[] = [];
  /**
   * Whoever looks at the actor itself, and does not ask, may do with it what nobody else should be
   * given.
   */
  private isPersonal = false;

  override get actor(): Actor {
    this.isPersonal = true;
    return super.actor;
  }

  override get actorOrNull(): Actor | null {
    this.isPersonal = true;
    return super.actorOrNull;
  }

  override as(actor: Actor): Context {
    this.isPersonal = true;
    return super.as(actor);
  }

  override decide<Answer extends string | number | boolean | null>(
    question: (actor: Actor) => Answer,
  ): Answer {
    const answer = super.decide(question);
    this.judged.push({ question, answer });
    return answer;
  }

  override async rows<T>(query: Statement, parameters: readonly unknown[] = []): Promise<T[]> {
    this.keep(query, parameters, false);
    return super.rows<T>(query, parameters);
  }

  override async rowsAcrossCommunities<T>(
    query: Statement,
    parameters: readonly unknown[] = [],
  ): Promise<T[]> {
    this.keep(query, parameters, true);
    return super.rowsAcrossCommunities<T>(query, parameters);
  }

  /**
   * What went wrong is told with the number of the operation, and may be the fault of the moment.
   */
  markUnshareable(): void {
    this.isPersonal = true;
  }

  /** Runs something of which nobody's result depends; it is not asked again. */
  async queryUnrecorded<T>(query: Statement, parameters: readonly unknown[]): Promise<T[]> {
    return super.rows<T>(query, parameters);
  }

  /**
   * Asks for others what was asked for its own actor. Null where nothing was read, or the result is
   * nobody else's.
   */
  fingerprintsFor(actors: readonly Actor[]): ResultFingerprint | null {
    const asked = [...this.asked.values()];
    if (this.isPersonal || asked.length === 0) return null;
    const { judged } = this;
    const size = limits.feedSessionsPerMessage;
    const parts = Array.from({ length: Math.ceil(actors.length / size) }, (_, index) =>
      actors.slice(index * size, (index + 1) * size).map(({ session }) => session),
    );
    const { own, others } = this.digests(asked, parts);
    const answersOf = (actor: Actor) =>
      JSON.stringify(judged.map(({ question }) => question(actor)));
    const ownAnswers = JSON.stringify(judged.map(({ answer }) => answer));
    return {
      own: own.then((digests) => `${digests.join(' ')} ${ownAnswers}`),
      ofOthers: actors.map(async (actor, index) => {
        const part = await others[Math.floor(index / size)];
        return `${part?.[index % size]?.join(' ')} ${answersOf(actor)}`;
      }),
    };
  }

  private keep(query: Statement, parameters: readonly unknown[], acrossCommunities: boolean): void {
    if (!canBeWritten(parameters)) this.isPersonal = true;
    else
      this.asked.set(`${query.name} ${acrossCommunities} ${canonicalJson(parameters)}`, {
        query,
        parameters,
        acrossCommunities,
      });
  }
}
