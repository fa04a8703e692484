import type { Actor } from '../authorization/actor.ts';
import { canonicalJson } from '../common/canonical-json.ts';
import { Context } from '../context/operation-context.ts';
import { canBeWritten } from '../database/query-as-sessions.ts';
import type { ExecutedQuery } from '../database/read-snapshot.ts';
import { type Statement, type StatementParameters } from '../database/statement.ts';
import { limits } from '../common/limits.ts';

/** Result fingerprint, as text: equal text means equal results. */
export interface ResultFingerprint {
  own: Promise<string>;
  ofOthers: readonly Promise<string>[];
}

/**
 * Recording context of an execution whose result may be shared. It records the executed statements
 * and the evaluated rules, then repeats them for other actors. An execution depends on nothing
 * else, so equal answers imply equal results. The statements run again under each actor's session,
 * so row-level security decides for each.
 */
export class RecordingContext extends Context {
  private readonly asked = new Map<string, ExecutedQuery>();
  private readonly judged: { question: (actor: Actor) => unknown; answer: unknown }[] = [];
  /** Code that reads the actor directly may produce personal data, so its result is not shared. */
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

  override async rows<T>(query: Statement, parameters: StatementParameters = {}): Promise<T[]> {
    this.keep(query, parameters, false);
    return super.rows<T>(query, parameters);
  }

  override async rowsAcrossCommunities<T>(
    query: Statement,
    parameters: StatementParameters = {},
  ): Promise<T[]> {
    this.keep(query, parameters, true);
    return super.rowsAcrossCommunities<T>(query, parameters);
  }

  /**
   * An error message carries the operation id and may be transient, so its result is not shared.
   */
  markUnshareable(): void {
    this.isPersonal = true;
  }

  /** Runs a statement that does not influence the result, so it is not repeated for others. */
  async queryUnrecorded<T>(query: Statement, parameters: StatementParameters): Promise<T[]> {
    return super.rows<T>(query, parameters);
  }

  /**
   * Fingerprints for other actors. Null when nothing was read, or the result must not be shared.
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

  private keep(
    query: Statement,
    parameters: StatementParameters,
    acrossCommunities: boolean,
  ): void {
    if (!canBeWritten(Object.values(parameters))) this.isPersonal = true;
    else
      this.asked.set(
        `${query.preparedName || query.text} ${acrossCommunities} ${canonicalJson(parameters)}`,
        {
          query,
          parameters,
          acrossCommunities,
        },
      );
  }
}
