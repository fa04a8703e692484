/** Figures of one community that decide suppression. */
export interface Cell {
  id: string;
  eldersServed: number;
}

/**
 * Small cell suppression: communities whose figures cover fewer elders than the threshold. The next
 * smallest are suppressed with them, until at least two are hidden and together cover enough
 * people. The total minus the visible figures then reveals none of them. A community that served
 * nobody is shown as zero.
 */
export function suppressedCells(cells: readonly Cell[], threshold: number): Set<string> {
  const rising = cells
    .filter(({ eldersServed }) => eldersServed > 0)
    .toSorted(
      (left, right) => left.eldersServed - right.eldersServed || (left.id < right.id ? -1 : 1),
    );
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
