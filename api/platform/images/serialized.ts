import { Refusal } from '../common/errors.ts';
import { limits } from '../common/limits.ts';

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * Runs one piece of heavy work at a time, so that a burst costs time and not memory. Refuses with
 * BUSY_WITH_PHOTOS.
 */
export async function serialized<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= limits.photosWaitingMax) throw new Refusal('BUSY_WITH_PHOTOS');
  waiting += 1;
  const turn = last.then(work);
  last = turn.catch(() => {});
  try {
    return await turn;
  } finally {
    waiting -= 1;
  }
}
