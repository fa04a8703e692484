/** Figures of one community, as far as small cells look at them. */
export interface Cell {
  id: string;
  eldersServed: number;
}

/**
 * Which communities are left out, because their figures are over fewer elders than the threshold; and with them the next smallest ones, until those that
 * are left out together are at least two and over enough people, so that the sum less what is shown gives none of them away. Where nobody was served,
 * nobody is given away: zero is shown.
 */
export function suppressedCells(cells: readonly Cell[], threshold: number): Set<string> {
  const rising = cells
    .filter(({ eldersServed }) => eldersServed > 0)
    .toSorted((left, right) => left.eldersServed - right.eldersServed || (left.id < right.id ? -1 : 1));
  const suppressed = new Set<string>();
  let people = 0;
  for (const { id, eldersServed } of rising) {
    const isHidden = suppressed.size > 0 && (suppressed.size < 2 || people < threshold);
    if (eldersServed >= threshold && !isHidden) break;
    suppressed.add(id);
    people += eldersServed;
  }
  return suppressed;
}
