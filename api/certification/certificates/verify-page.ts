import type { ServiceCertificate } from '../../../schema/certification/certificate.ts';
import type { Locale } from '../../platform/common/messages.ts';
import { hoursOfParts, hoursText } from './hours.ts';
import { categoryText, codeText, dayText, translations } from './translations.ts';

/**
 * Renders the content of a certificate and whether it is still valid. Plain HTML without scripts or
 * external requests.
 */
export function verifyPage(certificate: ServiceCertificate, locale: Locale, nonce: string): string {
  const text = translations[locale];
  if (certificate.state === 'ERASED') return erasedPage(certificate, locale, nonce);
  const { content, state, stateSince, code, minutes, visits, servedFrom, servedTo, issuedAt } =
    certificate;
  const facts: [string, string][] = [
    [text.period, `${servedFrom} – ${servedTo}`],
    [text.total, text.duration(hoursText(minutes), minutes)],
    [text.visits, String(visits)],
    [text.stars, '★'.repeat(content.stars) || '-'],
    [text.issued, dayText(issuedAt, content.timeZone)],
    [text.code, codeText(code)],
  ];
  const hours = hoursOfParts(content.categories.map((each) => each.minutes));
  const since = state === 'VALID' ? '' : ` (${dayText(stateSince, content.timeZone)})`;
  const rows = content.lines.map((line) => [
    line.activity,
    line.date,
    line.place,
    line.personServed,
    line.content,
    String(line.minutes),
    line.satisfaction === null ? '-' : String(line.satisfaction),
    line.personInCharge,
    line.recorder,
  ]);
  return pageOf(
    locale,
    text.title,
    nonce,
    `<p>${escaped(content.foundation)}</p>
<h1>${escaped(text.title)}</h1>
<p class="state ${state.toLowerCase()}" role="status">${escaped(text.state[state] + since)}</p>
<h2>${escaped(content.volunteer)}</h2>
<dl>${facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>
<p><a href="/verify/${escaped(code)}/certificate.pdf">${escaped(text.pdf)}</a></p>
${tableOf(
  text.categories,
  [text.category, text.hours, text.count],
  content.categories.map((each, index) => [
    categoryText(each.category, text),
    hours[index] ?? '',
    String(each.visits),
  ]),
)}
${tableOf(text.list, text.columns, rows)}
<p>${escaped(text.free)}</p>`,
  );
}

/** Page of an erased certificate: states only since when. */
function erasedPage(
  { stateSince, content }: ServiceCertificate,
  locale: Locale,
  nonce: string,
): string {
  const text = translations[locale];
  const state = `${text.state.ERASED} (${dayText(stateSince, content.timeZone)})`;
  const body = `<h1>${escaped(text.title)}</h1><p class="state erased" role="status">${escaped(state)}</p>`;
  return pageOf(locale, text.title, nonce, body);
}

export function unknownPage(locale: Locale, nonce: string): string {
  const text = translations[locale];
  const body = `<h1>${escaped(text.unknown)}</h1><p role="status">${escaped(text.unknownHint)}</p>`;
  return pageOf(locale, text.unknown, nonce, body);
}

function pageOf(locale: Locale, title: string, nonce: string, body: string): string {
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${escaped(title)}</title>
<style nonce="${nonce}">body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
.state{padding:.75rem 1rem;border-left:.4rem solid;background:#f4f4f4;font-weight:600}.valid{border-color:#1b7f3b}.corrected{border-color:#b36b00}.revoked{border-color:#b00020}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}dd{margin:0}.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:600;padding:1.25rem 0 .5rem}th,td:nth-child(-n+4){white-space:nowrap}td:nth-child(5){min-width:14rem}th,td{text-align:left;padding:.3rem .5rem;border-bottom:1px solid #ddd;vertical-align:top}a{color:#0b5cad}</style>
</head><body><main>
${body}
</main></body></html>
`;
}

function tableOf(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const head = columns.map((name) => `<th scope="col">${escaped(name)}</th>`).join('');
  const body = rows
    .map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`)
    .join('');
  return `<div class="wide" tabindex="0"><table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function escaped(text: string): string {
  const signs: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}
