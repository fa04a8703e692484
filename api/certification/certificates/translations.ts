import type { CertificateState } from '../../../schema/certification/certificate.ts';
import type { Locale } from '../../platform/common/messages.ts';

/** Texts of certificates and of the page that verifies them. */
export interface Translation {
  title: string;
  certifies: string;
  period: string;
  total: string;
  visits: string;
  /** Heading of the list of visits. */
  list: string;
  stars: string;
  issued: string;
  code: string;
  check: string;
  categories: string;
  category: string;
  /** Category names of the common templates. Other categories keep the foundation's own names. */
  categoryNames: Readonly<Record<string, string>>;
  hours: string;
  /** A sum, in hours for readers and in minutes for comparison with the list. */
  duration: (hours: string, minutes: number) => string;
  count: string;
  columns: readonly [string, string, string, string, string, string, string, string, string];
  state: Record<CertificateState, string>;
  unknown: string;
  unknownHint: string;
  pdf: string;
  free: string;
}

export const translations: Record<Locale, Translation> = {
  'zh-CN': {
    title: '志愿服务记录证明',
    certifies: '兹证明以下志愿者的服务记录经第二人核实认证：',
    period: '服务期间',
    total: '认证时长',
    visits: '服务次数',
    list: '服务明细',
    stars: '星级',
    issued: '出具日期',
    code: '验证码',
    check: '任何人可在此核验内容',
    categories: '分类合计',
    category: '类别',
    categoryNames: {
      COMPANIONSHIP: '陪伴关怀',
      DAILY_LIFE: '生活照料',
      HEALTH: '健康服务',
      RESPITE: '照护者喘息',
      PERSONAL_CARE: '个人照护',
      LEARNING: '学习与文娱',
      RIGHTS: '权益维护',
      SAFETY: '安全防范',
    },
    hours: '小时',
    duration: (hours, minutes) => `${hours}\u00a0小时（${minutes}\u00a0分钟）`,
    count: '次数',
    columns: ['活动名称', '日期', '地点', '服务对象', '内容', '分钟', '评价', '负责人', '记录人'],
    state: {
      VALID: '有效：内容与登记一致。',
      CORRECTED: '已更正：出具之后，姓名或其中的服务记录有更正或撤销，请索取新的证明。',
      REVOKED: '已撤销：所依据的服务记录已被撤销。',
      ERASED: '已注销：应本人要求，其个人信息及本证明内容已删除。',
    },
    unknown: '查无此证明',
    unknownHint: '没有这个验证码的证明。请核对 20 位字母和数字。',
    pdf: '下载 PDF',
    free: '本证明免费出具，不得用于交易。',
  },
  en: {
    title: 'Certificate of voluntary service',
    certifies:
      'This certifies the record of service below, each visit accepted by a second person:',
    period: 'Period',
    total: 'Certified time',
    visits: 'Visits',
    list: 'List of visits',
    stars: 'Stars',
    issued: 'Issued',
    code: 'Code',
    check: 'Anybody can check the content at',
    categories: 'By category',
    category: 'Category',
    categoryNames: {
      COMPANIONSHIP: 'Companionship',
      DAILY_LIFE: 'Daily life',
      HEALTH: 'Health',
      RESPITE: 'Respite for carers',
      PERSONAL_CARE: 'Personal care',
      LEARNING: 'Learning and culture',
      RIGHTS: 'Rights',
      SAFETY: 'Safety',
    },
    hours: 'Hours',
    duration: (hours, minutes) => `${hours}\u00a0h (${minutes}\u00a0min)`,
    count: 'Visits',
    columns: [
      'Activity',
      'Date',
      'Place',
      'Person served',
      'Content',
      'Minutes',
      'Rating',
      'In charge',
      'Recorder',
    ],
    state: {
      VALID: 'Valid: the content is what is on record.',
      CORRECTED:
        'Corrected: since it was issued, the name or visits on it were corrected or taken back. Ask for a new one.',
      REVOKED: 'Revoked: the visit that it stands on was taken back.',
      ERASED:
        'Erased: the volunteer asked for their data to be removed, so this certificate says nothing any more.',
    },
    unknown: 'No such certificate',
    unknownHint: 'There is no certificate with this code. Compare the 20 letters and digits.',
    pdf: 'Download PDF',
    free: 'Issued free of charge; not to be traded.',
  },
};

export function categoryText(category: string, { categoryNames }: Translation): string {
  return categoryNames[category.toUpperCase()] ?? category;
}

/** The day of an instant as YYYY-MM-DD, in the time zone of the certificate. */
export function dayText(instant: string, timeZone = 'Asia/Shanghai'): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(instant));
}

/** Formats a code in groups of four, which are easier to read out and to compare. */
export function codeText(code: string): string {
  return code.match(/.{4}/g)?.join('-') ?? code;
}

/**
 * Normalizes a typed code: any case, with or without hyphens, with the letters that people mistake
 * for digits.
 */
export function codeOf(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}
