import { RequestSeries } from '../../../schema/requests/request-series.ts';
import { rules } from '../../identity/authorization-rules.ts';
import type { Messages } from '../../platform/messages.ts';
import { policy } from '../../platform/policy.ts';
import { seriesById } from './series.queries.ts';
import { SeriesTemplateFields } from './series-template.fields.ts';
import { RequestSeriesFields, SeriesResolver, ServiceRequestSeries } from './series.resolver.ts';

const messages: Messages = {
  RULE_NOT_UNDERSTOOD: {
    en: 'This is not a recurrence rule. Write it as RFC 5545 does, for example FREQ=WEEKLY;BYDAY=MO,TH.',
    zh: '无法识别重复规则，请按 RFC 5545 填写，例如 FREQ=WEEKLY;BYDAY=MO,TH。',
  },
  RULE_TOO_FREQUENT: {
    en: 'A series comes once a day at most. Set up several for several times of a day.',
    zh: '周期服务每天最多一次；一天多次请分别设置。',
  },
  RULE_TOO_LONG: {
    en: 'A series has at most {countMax} occurrences. Lower COUNT, or leave it out.',
    zh: '周期服务最多 {countMax} 次，请减少 COUNT，或不设次数。',
  },
  NO_OCCURRENCE: {
    en: 'By this rule nothing ever comes. Check its days and its end.',
    zh: '按这个规则没有任何一次服务，请检查日期和截止时间。',
  },
  NOT_AN_OCCURRENCE: {
    en: 'The series has no occurrence at {occurrence}. Take one as the rule makes it.',
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
