/** Formats minutes as hours: 135 minutes are `2.25`. */
export function hoursText(minutes: number): string {
  return hundredthsText(Math.round((minutes * 100) / 60));
}

/**
 * Formats the parts of a total as hours that add up to the total as it is shown. Each is rounded
 * down, and the hundredths that are left go to the largest remainders (Hamilton's method). A part
 * differs from its exact value by less than a hundredth of an hour.
 */
export function hoursOfParts(parts: readonly number[]): string[] {
  const total = parts.reduce((sum, minutes) => sum + minutes, 0);
  const exact = parts.map((minutes) => (minutes * 100) / 60);
  const rounded = exact.map(Math.floor);
  const left = Math.round((total * 100) / 60) - rounded.reduce((sum, part) => sum + part, 0);
  const remainder = (index: number): number => (exact[index] ?? 0) - (rounded[index] ?? 0);
  const raised = new Set(
    [...parts.keys()].toSorted((one, other) => remainder(other) - remainder(one)).slice(0, left),
  );
  return rounded.map((part, index) => hundredthsText(part + (raised.has(index) ? 1 : 0)));
}

function hundredthsText(hundredths: number): string {
  return String(hundredths / 100);
}
