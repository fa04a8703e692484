import { randomBytes } from 'node:crypto';
import { cursorLength } from './cursor.ts';
import type { Serialised } from './serialised.ts';
import type { EventMessage, FeedSource } from './source.ts';
import type { RecordingContext } from './recording-context.ts';

/** Executes a document for one message and gives `{"data":...}`. */
export type Execute = (message: EventMessage, witness: RecordingContext) => Promise<string>;

/**
 * What groups with the same rights share when events are told to them: one snapshot, one load of
 * the rows, and one execution for each event and document. Groups whose filters differ have
 * different cursors and nothing else, so these are filled in afterwards. Once it is sealed, groups
 * with other rights take what was made, of whom its witness has found that theirs would be the
 * same.
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
    /** Looks in the same snapshot for changes of rights that the node has not heard of yet. */
    private readonly lookForChanges: (witness: RecordingContext) => Promise<void>,
  ) {}

  /**
   * Nothing is made any more: whatever else somebody needs would be made under the rights of
   * others.
   */
  seal(): void {
    this.isSealed = true;
  }

  async rows(): Promise<ReadonlyMap<string, object>> {
    return (this.loaded ??= this.source.load(this.recording, this.subjectIds));
  }

  /** Afterwards everybody whose rights had changed when the rows were read is held. */
  async pauseRevoked(): Promise<void> {
    return (this.current ??= this.lookForChanges(this.recording));
  }

  /**
   * The message as the document of `key` shows it, with its own cursors. Throws NotMade once it is
   * sealed.
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
    return { json: fill(await template, message) };
  }

  async close(): Promise<void> {
    await this.recording.closeReader();
  }
}

/** What somebody needs is not among what was made for others, and has to be made for them alone. */
export class NotCached extends Error {}

/** A result with marks where the cursors go. */
interface Template {
  bytes: Buffer;
  cursorAt: readonly number[];
  previousAt: readonly number[];
}

/**
 * As long as a cursor; nobody knows them outside this process, so no text of a user can hold one.
 */
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
