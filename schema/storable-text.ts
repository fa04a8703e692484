/** Whether a database and JSON can hold a text: without NUL, and without half of a pair that makes up one character. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}
