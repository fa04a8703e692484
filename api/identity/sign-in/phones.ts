/**
 * A phone number as people type it, in the form of E.164 (`+8613800000000`), or null when it is none. Numbers without a
 * country are mainland Chinese mobiles; full-width digits, spaces and hyphens are how keyboards and habits write them.
 */
export function phoneFrom(text: string): string | null {
  if (text.length > 40) return null;
  const compact = text.normalize('NFKC').replaceAll(/[\s().-]/g, '');
  if (/^1[3-9]\d{9}$/.test(compact)) return `+86${compact}`;
  const international = compact.replace(/^00/, '+');
  if (/^\+861[3-9]\d{9}$/.test(international)) return international;
  // China's mobiles have one form only; elsewhere eight to fifteen digits.
  return /^\+(?!86)[1-9]\d{7,14}$/.test(international) ? international : null;
}

/** For a page or a log: the country and the last two digits. */
export function maskedPhone(phone: string): string {
  return `${phone.slice(0, 3)}******${phone.slice(-2)}`;
}
