/** Media types of an answer of GraphQL over HTTP. The first is the default. */
const mediaTypes = ['application/json', 'application/graphql-response+json'] as const;
export type MediaType = (typeof mediaTypes)[number];

/**
 * Media type that the Accept header prefers (RFC 9110, section 12.5.1). Null when it accepts
 * neither. Of two with the same weight, the one that the header names first.
 */
export function mediaTypeOf(accept: string | undefined): MediaType | null {
  const ranges = (accept?.trim() || '*/*').split(',').slice(0, 50).map(rangeOf);
  const ranked = mediaTypes
    .map((type) => ({ type, ...matchOf(type, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((left, right) => right.quality - left.quality || left.place - right.place);
  return ranked[0]?.type ?? null;
}

interface Range {
  name: string;
  quality: number;
}

function rangeOf(text: string): Range {
  const [name = '', ...parameters] = text
    .trim()
    .toLowerCase()
    .split(/\s*;\s*/);
  const weight = parameters.find((each) => each.startsWith('q='));
  return { name, quality: weight === undefined ? 1 : Number(weight.slice(2)) || 0 };
}

/** Weight of the most specific range that covers the type, and its place in the header. */
function matchOf(type: MediaType, ranges: readonly Range[]): { quality: number; place: number } {
  for (const name of [type, 'application/*', '*/*']) {
    const place = ranges.findIndex((range) => range.name === name);
    if (place >= 0) return { quality: ranges[place]?.quality ?? 0, place };
  }
  return { quality: 0, place: 0 };
}
