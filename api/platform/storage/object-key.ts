/** Refuses a key that could leave its directory, whatever its origin. */
export function checkedKey(key: string): string {
  if (!/^[a-z0-9][a-z0-9-]*(?:[./][a-z0-9][a-z0-9-]*){0,10}$/.test(key) || key.length > 200)
    throw new Error(
      `The object key ${JSON.stringify(key)} is invalid: use only lower-case letters, digits, dots, hyphens and slashes.`,
    );
  return key;
}
