import type pino from 'pino';
import { limits } from '../common/limits.ts';
import { logRetried, outageOf } from '../common/outage.ts';
import { type SharedExecution, NotCached } from './shared-execution.ts';
import type { Group } from './group.ts';
import type { LogEntry } from '../context/feed-handle.ts';
import { subjectIdsOf } from './source.ts';

/** Groups with the same authorization; at least one. */
type Sharing = readonly [Group, ...Group[]];

/**
 * Fan-out of one read of the log to the groups that it concerns. Groups with the same authorization
 * share one snapshot. Among different authorizations, one is executed first. Groups whose result
 * would be identical (recording-context.ts) receive its output.
 */
export class FanOut {
  constructor(
    private readonly concerned: ReadonlyMap<Group, readonly LogEntry[]>,
    /** Position of all groups afterwards. */
    private readonly upTo: number,
    private readonly logger: pino.Logger,
    private readonly isClosed: () => boolean,
  ) {}

  async run(): Promise<void> {
    const sharings = by([...this.concerned.keys()], ({ options }) => options.authorizationKey);
    // Results can only be equal for the same subjects and comparable keys.
    const comparable = by(sharings, (sharing) => this.askedBy(sharing));
    await Promise.all(comparable.map(async (alike) => this.tellAlike(alike, 1)));
  }

  private askedBy(sharing: Sharing): string {
    const documents = new Set(sharing.map(({ options }) => options.documentKey));
    return [
      sharing[0].options.comparableKey,
      ...this.subjectIdsOf(sharing),
      ...[...documents].sort(),
    ].join(' ');
  }

  private async tellAlike(sharings: readonly Sharing[], round: number): Promise<void> {
    const [first, ...others] = sharings;
    if (!first) return;
    const unlike: { sharing: Sharing; likeness: string }[] = [];
    const apart: Sharing[] = [];
    const failed: Group[] = [];
    const delivery = first[0].options.renderer.newExecution(this.subjectIdsOf(first));
    try {
      await this.tell(first, delivery, failed);
      delivery.seal();
      const likeness =
        others.length > 0 &&
        delivery.recording.fingerprintsFor(others.map(([group]) => group.view.actor));
      if (!likeness) apart.push(...others);
      else {
        const { own, ofOthers } = likeness;
        await Promise.all(
          others.map(async (sharing, index) => {
            // Delivery of one part overlaps with the database's work on the next.
            const found = await Promise.all([own, ofOthers[index] as Promise<string>]).catch(
              () => null,
            );
            if (!found) apart.push(sharing);
            else if (found[0] === found[1]) await this.tell(sharing, delivery, failed);
            else unlike.push({ sharing, likeness: found[1] });
          }),
        );
      }
    } finally {
      await delivery.close();
    }
    // Only now, since code that holds one connection and waits for another can deadlock. Groups
    // that differ from the first may still equal one another.
    if (round >= limits.feedLikenessRoundsMax)
      apart.push(...unlike.splice(0).map(({ sharing }) => sharing));
    const classes = by(unlike, ({ likeness }) => likeness).map((each) =>
      each.map(({ sharing }) => sharing),
    );
    await Promise.all([
      ...[...classes, ...apart.map((sharing) => [sharing])].map(async (alike) =>
        this.tellAlike(alike, round + 1),
      ),
      ...failed.map(async (group) => this.tellAlone(group)),
    ]);
  }

  private async tell(sharing: Sharing, delivery: SharedExecution, failed: Group[]): Promise<void> {
    await Promise.all(
      sharing.map(async (group) => {
        if (this.isClosed() || group.members.size === 0) return;
        try {
          await group.tell(this.relevantTo(group), this.upTo, delivery);
        } catch (error) {
          if (!(error instanceof NotCached))
            this.log(error, 'A feed could not be told together with others');
          failed.push(group);
        }
      }),
    );
  }

  private async tellAlone(group: Group): Promise<void> {
    const relevant = this.relevantTo(group);
    for (let attempt = 1; !this.isClosed() && group.members.size > 0; attempt += 1) {
      const delivery = group.options.renderer.newExecution(subjectIdsOf(relevant));
      try {
        return await group.tell(relevant, this.upTo, delivery);
      } catch (error) {
        this.log(error, 'A feed could not be told; it is tried again');
        // During an outage no group can be served, so none is given up. A statement timeout is
        // different: retrying it would hold up all others without end.
        const isOutage = outageOf(error) === 'UNAVAILABLE';
        if (!isOutage && attempt >= limits.feedAttemptsMax) return failAll(group, error);
        const pauseMs = isOutage ? limits.feedOutageRetryMs : limits.feedRetryMs * attempt;
        await new Promise((resolve) => setTimeout(resolve, pauseMs).unref());
      } finally {
        await delivery.close();
      }
    }
  }

  private relevantTo(group: Group): readonly LogEntry[] {
    return this.concerned.get(group) ?? [];
  }

  private subjectIdsOf(sharing: Sharing): string[] {
    return subjectIdsOf(sharing.flatMap((group) => this.relevantTo(group)));
  }

  private log(error: unknown, sentence: string): void {
    logRetried(this.logger, error, sentence);
  }
}

/** Groups items by a name, in the order in which each name first occurs. */
function by<T>(things: readonly T[], nameOf: (thing: T) => string): [T, ...T[]][] {
  const kinds = new Map<string, [T, ...T[]]>();
  for (const thing of things) {
    const name = nameOf(thing);
    const known = kinds.get(name);
    if (known) known.push(thing);
    else kinds.set(name, [thing]);
  }
  return [...kinds.values()];
}

function failAll(group: Group, error: unknown): void {
  for (const subscriber of group.members) subscriber.fail(error);
}
