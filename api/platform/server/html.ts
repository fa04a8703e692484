/** Text that is HTML already. Everything else in a page is escaped. */
export class Html {
  constructor(readonly text: string) {}
}

/** Template tag for HTML; values are escaped unless they are Html. */
export function markup(parts: TemplateStringsArray, ...values: readonly unknown[]): Html {
  return new Html(parts.reduce((text, part, index) => text + escaped(values[index - 1]) + part));
}

function escaped(value: unknown): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(escaped).join('');
  if (value === null || value === undefined || value === false) return '';
  return String(value as string | number).replaceAll(
    /[&<>"']/g,
    (character) => entities[character] ?? character,
  );
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
