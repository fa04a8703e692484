import { RequestSeries } from '../../../schema/requests/request-series.ts';
import { rules } from '../../identity/authorization-rules.ts';
import type { Messages } from '../../platform/common/messages.ts';
import { policy } from '../../platform/authorization/policy.ts';
import { seriesById } from './series.queries.ts';
import { SeriesTemplateFields } from './series-template.fields.ts';
import { RequestSeriesFields, SeriesResolver, ServiceRequestSeries } from './series.resolver.ts';

const messages: Messages = {
  RULE_NOT_UNDERSTOOD: {
    en: 'The recurrence rule is invalid. Write it in the form of RFC 5545, for example FREQ=WEEKLY;BYDAY=MO,TH.',
    zh: '无法识别重复规则，请按 RFC 5545 填写，例如 FREQ=WEEKLY;BYDAY=MO,TH。',
  },
  RULE_TOO_FREQUENT: {
    en: 'A series has at most one visit a day. Create a separate series for each time of day.',
    zh: '周期服务每天最多一次；一天多次请分别设置。',
  },
  RULE_TOO_LONG: {
    en: 'A series has at most {countMax, plural, one {# occurrence} other {# occurrences}}. Lower COUNT, or leave it out.',
    zh: '周期服务最多 {countMax} 次，请减少 COUNT，或不设次数。',
  },
  NO_OCCURRENCE: {
    en: 'The rule yields no occurrence. Check its days and its end.',
    zh: '按这个规则没有任何一次服务，请检查日期和截止时间。',
  },
  NOT_AN_OCCURRENCE: {
    en: 'The series has no occurrence at {occurrence}. Choose a time that the rule yields.',
    zh: '这个周期服务在 {occurrence} 没有安排，请选择规则产生的时间。',
  },
};

/** Nested module of `requests`: recurring requests. */
export const seriesModule = {
  resolvers: [SeriesResolver, RequestSeriesFields, SeriesTemplateFields, ServiceRequestSeries],
  entities: [RequestSeries],
  policy: policy(rules)({
    'series:begin': ['elder:self', 'family:of', 'dispatcher'],
    'series:change': ['elder:self', 'family:of', 'dispatcher'],
    'series:readSensitive': ['elder:self', 'family:of', 'dispatcher'],
  }),
  messages,
  nodes: { series: seriesById },
};
