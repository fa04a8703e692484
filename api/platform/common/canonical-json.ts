/** A value without its null fields. In an input, null and a missing field mean the same. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) =>
      part === null ? [] : [[key, withoutNulls(part)]],
    ),
  );
}

/** JSON with sorted keys, so that equal inputs have equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'bigint') return inner.toString();
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(
      Object.entries(inner)
        .filter(([, part]) => part !== undefined)
        .sort(([left], [right]) => (left < right ? -1 : 1)),
    );
  });
}
