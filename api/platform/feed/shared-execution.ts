import { randomBytes } from 'node:crypto';
import { cursorLength } from './cursor.ts';
import type { Serialised } from './serialised.ts';
import type { EventMessage, FeedSource } from './source.ts';
import type { RecordingContext } from './recording-context.ts';

/** Executes a document for one message and returns `{"data":...}`. */
export type Execute = (message: EventMessage, ctx: RecordingContext) => Promise<string>;

/**
 * Shared execution for groups with the same authorization: one snapshot, one load of the rows, and
 * one execution per event and document. Groups with different filters differ only in their cursors,
 * which are filled in afterwards. After `seal`, groups with another authorization may reuse results
 * whose fingerprints are equal.
 */
export class SharedExecution {
  private loaded: Promise<ReadonlyMap<string, object>> | null = null;
  private current: Promise<void> | null = null;
  private isSealed = false;
  private readonly templates = new Map<string, Promise<Template>>();

  constructor(
    readonly recording: RecordingContext,
    private readonly source: FeedSource,
    private readonly subjectIds: readonly string[],
    /**
     * Pauses connections whose authorization changed in the same snapshot, and of which the node
     * does not know yet.
     */
    private readonly pauseChanged: (ctx: RecordingContext) => Promise<void>,
  ) {}

  /** Ends all executions: any further one would run under the authorization of another group. */
  seal(): void {
    this.isSealed = true;
  }

  async rows(): Promise<ReadonlyMap<string, object>> {
    return (this.loaded ??= this.source.load(this.recording, this.subjectIds));
  }

  /** Pauses all connections whose authorization had changed when the rows were read. */
  async pauseRevoked(): Promise<void> {
    return (this.current ??= this.pauseChanged(this.recording));
  }

  /**
   * The message as the document of `key` shows it, with the group's cursors. Throws NotCached after
   * `seal` if it was not executed.
   */
  async render(key: string, message: EventMessage, execute: Execute): Promise<Serialised> {
    const name = `${key} ${message.type} ${message.eventId}`;
    let template = this.templates.get(name);
    if (!template) {
      if (this.isSealed) throw new NotCached();
      const marked = { ...message, cursor: cursorMark, previousCursor: previousMark };
      template = execute(marked, this.recording).then(templateOf);
      this.templates.set(name, template);
    }
    return { json: fill(await template, message), cursor: message.cursor };
  }

  async close(): Promise<void> {
    await this.recording.closeReader();
  }
}

/** The shared results lack this message, so it must be executed for the group alone. */
export class NotCached extends Error {}

/** A result with placeholders for the cursors. */
interface Template {
  bytes: Buffer;
  cursorAt: readonly number[];
  previousAt: readonly number[];
}

/** As long as a cursor. It is random for each process, so no user's text can contain it. */
const cursorMark = randomBytes(cursorLength).toString('hex').slice(0, cursorLength);
const previousMark = randomBytes(cursorLength).toString('hex').slice(0, cursorLength);

function templateOf(json: string): Template {
  const bytes = Buffer.from(json);
  return {
    bytes,
    cursorAt: placesOf(cursorMark, bytes),
    previousAt: placesOf(previousMark, bytes),
  };
}

function placesOf(mark: string, bytes: Buffer): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + cursorLength))
    places.push(at);
  return places;
}

function fill(
  { bytes, cursorAt, previousAt }: Template,
  { cursor, previousCursor }: EventMessage,
): Buffer {
  const filled = Buffer.allocUnsafe(bytes.length);
  filled.set(bytes);
  for (const at of cursorAt) filled.write(cursor, at, 'latin1');
  for (const at of previousAt) filled.write(previousCursor, at, 'latin1');
  return filled;
}
