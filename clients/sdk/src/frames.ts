/** Runs a task once, later. Further calls before it runs change nothing. */
export type Schedule = (task: () => void) => void;

/**
 * One run for each frame of a page: however many messages arrive in between, the page is drawn
 * once. A hidden page draws no frames, and other programs have none, so a timer runs the task
 * there.
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
    // A page that is hidden after it asked for a frame does not get it.
    timer = setTimeout(run, hasFrames() ? frameMsMax : frameMs);
  };
}

/**
 * Runs at most once in so many milliseconds, at the end of the span. What comes in meanwhile is
 * told together.
 */
export class Burst<Item> {
  private items: Item[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly waitMs: number,
    private readonly deliver: (items: readonly Item[]) => void,
  ) {}

  add(item: Item): void {
    this.items.push(item);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const { items } = this;
      this.items = [];
      this.deliver(items);
    }, this.waitMs);
  }

  /** Forgets what was not delivered yet. */
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
 * Longer than a frame of a busy page takes, short enough for whoever comes back to a hidden one.
 */
const frameMsMax = 250;
