/**
 * A template is text with `{param}`. Words that depend on a number have the plural form of ICU
 * MessageFormat, with the two categories of English: `{count, plural, one {# place is} other {#
 * places are}}`. `#` is the number. Chinese has no plurals.
 */
const placeholder = /\{(\w+)(?:, plural, one \{([^{}]*)\} other \{([^{}]*)\})?\}/g;

const english = new Intl.PluralRules('en');

/** Fills a template. `show` gives the text of a param. */
export function formatted(template: string, show: (param: string) => string): string {
  return template.replaceAll(placeholder, (_, param: string, one?: string, other?: string) => {
    const value = show(param);
    if (one === undefined || other === undefined) return value;
    return (isOne(value) ? one : other).replaceAll('#', value);
  });
}

/** Names of the params of a template, in order and once each. */
export function paramsOf(template: string): string[] {
  return [...new Set([...template.matchAll(placeholder)].map(([, param]) => param ?? ''))];
}

/** Whether English has the singular for a number as it is written: "1", but "0", "2" and "1.00". */
function isOne(value: string): boolean {
  return /^-?\d+$/.test(value) && english.select(Number(value)) === 'one';
}
