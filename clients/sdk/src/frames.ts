/** Runs a task once, later. Further calls before it runs have no effect. */
export type Schedule = (task: () => void) => void;

/**
 * Schedules one run per animation frame: the page renders once for all messages in between. Hidden
 * pages and other programs have no frames, so a timer runs the task there.
 */
export function eachFrame(): Schedule {
  let task: (() => void) | null = null;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = (): void => {
    if (frame) cancelAnimationFrame(frame);
    frame = 0;
    clearTimeout(timer);
    const due = task;
    task = null;
    due?.();
  };
  return (next) => {
    if (task) return;
    task = next;
    if (hasFrames()) frame = requestAnimationFrame(run);
    // A page that becomes hidden after the request does not get the frame.
    timer = setTimeout(run, hasFrames() ? frameMsMax : frameMs);
  };
}

/** Runs at most once per interval, at its end, for all items that arrived meanwhile. */
export class Burst<Item> {
  private items: Item[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly waitMs: number;
  private readonly deliver: (items: readonly Item[]) => void;

  constructor(waitMs: number, deliver: (items: readonly Item[]) => void) {
    this.waitMs = waitMs;
    this.deliver = deliver;
  }

  add(item: Item): void {
    this.items.push(item);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const { items } = this;
      this.items = [];
      this.deliver(items);
    }, this.waitMs);
  }

  /** Discards items that were not delivered yet. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.items = [];
  }
}

function hasFrames(): boolean {
  return typeof requestAnimationFrame === 'function' && document.visibilityState === 'visible';
}

const frameMs = 16;
/**
 * Longer than a frame of a busy page, and short enough for a person who returns to a hidden one.
 */
const frameMsMax = 250;
