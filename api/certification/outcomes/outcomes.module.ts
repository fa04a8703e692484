import { OutcomeMeasure, VisitFeedback } from '../../../schema/certification/outcome.ts';
import { rules } from '../../identity/authorization-rules.ts';
import type { Module } from '../../platform/module/module.ts';
import { policy } from '../../platform/authorization/policy.ts';
import {
  ElderOutcome,
  FeedbackFields,
  OutcomeResolver,
  VisitFeedbackFields,
} from './outcomes.resolver.ts';

/** Nested module of `certification`: feedback and outcomes. */
export const outcomesModule = {
  resolvers: [OutcomeResolver, VisitFeedbackFields, FeedbackFields, ElderOutcome],
  entities: [VisitFeedback, OutcomeMeasure],
  policy: policy(rules)({
    'feedback:give': ['elder:notPerformer', 'family:notPerformer', 'dispatcher:notPerformer'],
    'feedback:readNote': ['elder:self', 'family:of', 'dispatcher', 'foundationAdmin', 'auditor'],
    'outcome:record': ['elder:self', 'family:of', 'dispatcher'],
    'outcome:withdraw': ['elder:self', 'family:of', 'dispatcher', 'foundationAdmin'],
  }),
  messages: {
    FEEDBACK_EMPTY: {
      en: 'The feedback is empty. Enter at least one rating or comment.',
      zh: '请至少填写一项评价。',
    },
    FEEDBACK_GIVEN_ALREADY: {
      en: 'This visit already has feedback, which cannot be changed.',
      zh: '本次服务已有评价，不能修改。',
    },
    CONSENT_MISSING: {
      en: 'Questions and records require consent. Ask for consent first, then state who gave it.',
      zh: '未经同意不得询问和保存。请先征得同意，并填写同意人。',
    },
    ANSWERS_OUT_OF_SCALE: {
      en: '{scale} needs {count, plural, one {# answer} other {# answers}}, each from {min} to {max}.',
      zh: '{scale} 需要 {count} 个答案，取值 {min} 至 {max}。',
    },
  },
} satisfies Partial<Module>;
