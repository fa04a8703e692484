/**
 * Returns whether a database and JSON can hold a text: one without NUL and without lone surrogates.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}
