import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { ServiceCertificate } from '../../../schema/certification/certificate.ts';
import { renderPdf } from '../../platform/documents/pdf.ts';
import { hoursOfParts, hoursText } from './hours.ts';
import { categoryText, codeText, dayText, translations } from './translations.ts';

/** Renders a certificate as a PDF of A4 pages. */
export async function certificatePdf(
  certificate: ServiceCertificate,
  verifyUrl: string,
): Promise<Buffer> {
  return renderPdf(documentOf(certificate, verifyUrl));
}

function documentOf(certificate: ServiceCertificate, verifyUrl: string): TDocumentDefinitions {
  const { locale, content, code, minutes, visits, servedFrom, servedTo, issuedAt, state } =
    certificate;
  const text = translations[locale];
  const hours = hoursOfParts(content.categories.map((each) => each.minutes));
  const facts = [
    [text.period, `${servedFrom} – ${servedTo}`],
    [text.total, text.duration(hoursText(minutes), minutes)],
    [text.visits, String(visits)],
    [text.stars, '★'.repeat(content.stars) || '-'],
    [text.issued, dayText(issuedAt, content.timeZone)],
    [text.code, codeText(code)],
  ];
  return {
    info: { title: `${text.title} ${codeText(code)}`, author: content.foundation },
    pageSize: 'A4',
    pageMargins: [40, 48, 40, 56],
    defaultStyle: { fontSize: 9, lineHeight: 1.25 },
    footer: (page, pages) => ({
      text: `${text.code} ${codeText(code)} · ${page}/${pages}`,
      alignment: 'center',
      fontSize: 8,
      margin: [0, 16, 0, 0],
    }),
    content: [
      { text: content.foundation, alignment: 'center', fontSize: 11 },
      { text: text.title, alignment: 'center', fontSize: 20, margin: [0, 4, 0, 12] },
      { text: text.certifies },
      { text: content.volunteer, alignment: 'center', fontSize: 16, margin: [0, 8, 0, 12] },
      {
        columns: [
          { width: '*', table: { widths: ['auto', '*'], body: facts }, layout: 'noBorders' },
          { width: 'auto', qr: verifyUrl, fit: 96 },
        ],
      },
      { text: `${text.check} ${verifyUrl}`, fontSize: 8, margin: [0, 8, 0, 4] },
      ...(state === 'VALID' ? [] : [{ text: text.state[state], fontSize: 12, color: '#b00020' }]),
      { text: text.categories, fontSize: 11, margin: [0, 10, 0, 4] },
      {
        table: {
          headerRows: 1,
          widths: ['*', 60, 60],
          body: [
            [text.category, text.hours, text.count],
            ...content.categories.map((each, index) => [
              categoryText(each.category, text),
              hours[index] ?? '',
              String(each.visits),
            ]),
          ],
        },
        layout: 'lightHorizontalLines',
      },
      { text: text.list, fontSize: 11, margin: [0, 12, 0, 4] },
      {
        fontSize: 7.5,
        table: {
          headerRows: 1,
          widths: [48, 44, 44, 34, '*', 30, 28, 44, 44],
          body: [
            [...text.columns],
            ...content.lines.map((line) => [
              line.activity,
              line.date,
              line.place,
              line.personServed,
              line.content,
              String(line.minutes),
              line.satisfaction === null ? '-' : String(line.satisfaction),
              line.personInCharge,
              line.recorder,
            ]),
          ],
        },
        layout: 'lightHorizontalLines',
      },
      { text: text.free, fontSize: 8, margin: [0, 12, 0, 0] },
    ],
  };
}
