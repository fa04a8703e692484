import { ServiceCertificate } from '../../../schema/certification/certificate.ts';
import { rules } from '../../identity/authorization-rules.ts';
import type { Module } from '../../platform/module/module.ts';
import { policy } from '../../platform/authorization/policy.ts';
import { certificateById } from './certificates.queries.ts';
import {
  CertificateFields,
  CertificatesResolver,
  VolunteerCertificates,
} from './certificates.resolver.ts';
import { verifyRoutes } from './verify-routes.ts';

/** Nested module of `certification`: service certificates. */
export const certificatesModule = {
  resolvers: [CertificatesResolver, CertificateFields, VolunteerCertificates],
  entities: [ServiceCertificate],
  policy: policy(rules)({
    'certificate:issue': ['volunteer:self', 'dispatcher', 'foundationAdmin'],
  }),
  messages: {
    DAYS_INVALID: {
      en: 'The period is invalid. Give two calendar days, the first one not after the last.',
      zh: '请填写有效日期，开始日期不得晚于结束日期。',
    },
    CERTIFICATE_EMPTY: {
      en: 'There is no certified service between {from} and {to}. Choose other days.',
      zh: '{from} 至 {to} 之间没有认证的服务，请选择其他日期。',
    },
    CHARACTER_NOT_PRINTABLE: {
      en: 'The certificate cannot be printed, because no font has the character {character} ({codePoint}). Correct the name or text with this character, or contact the operator of the platform.',
      zh: '证明无法打印：现有字体缺少字符“{character}”（{codePoint}）。请更正含有该字符的姓名或文字，或联系平台管理员。',
    },
    CERTIFICATE_TOO_LONG: {
      en: 'One certificate lists at most {max, plural, one {# visit} other {# visits}}. Choose a shorter period.',
      zh: '一份证明最多列 {max} 次服务，请缩短期间。',
    },
  },
  nodes: { certificate: certificateById },
  routes: verifyRoutes,
} satisfies Partial<Module>;
