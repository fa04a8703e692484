import type { Messages } from '../../platform/common/messages.ts';

/** Steps of a trace by their code, and items of the review queue by their kind. */
export const decisionSentences: Messages = {
  TRACE_MEASURED: {
    en: 'From {checkedInAt} to {checkedOutAt}: {minutes} min.',
    zh: '自 {checkedInAt} 至 {checkedOutAt}，共 {minutes} 分钟。',
  },
  TRACE_ROUNDED: {
    en: 'Rounded by the rule {rounding}: {minutes} min.',
    zh: '按取整规则 {rounding}：{minutes} 分钟。',
  },
  TRACE_CAPPED: {
    en: 'Capped at {minutes} min for one visit; {minutesMeasured} min measured.',
    zh: '单次最多计 {minutes} 分钟（实测 {minutesMeasured}）。',
  },
  TRACE_EVIDENCE_WEIGHED: {
    en: 'Evidence: {present}; weight {weight} of {weightNeeded}; missing: {missing} (policy version {policyVersion}).',
    zh: '佐证：{present}；合计 {weight}/{weightNeeded}；缺少：{missing}（规则版本 {policyVersion}）。',
  },
  TRACE_OVERRIDDEN: { en: 'Certified anyway: {reason}', zh: '仍予认证，原因：{reason}' },
  TRACE_REVIEWED: {
    en: 'Anomalies: {open} open, {resolved} resolved.',
    zh: '异常：待核查 {open} 项，已处理 {resolved} 项。',
  },
  TRACE_MINUTES_CHANGED: {
    en: '{minutes} min instead of {minutesMeasured}: {reason}',
    zh: '按 {minutes} 分钟计（实测 {minutesMeasured}），原因：{reason}',
  },
  TRACE_SECOND_PERSON: {
    en: 'Decided by {certifier}, who did not perform the visit.',
    zh: '由未参与服务的 {certifier} 决定。',
  },
  TRACE_SOLE_AUTHOR: {
    en: 'Decided by {certifier}, who entered all the evidence and is the only dispatcher there. Not drawn for the call-back sample of {percent} %.',
    zh: '由 {certifier} 决定；全部佐证也由其录入，本社区没有其他调度员。此类服务按 {percent}% 抽样回访，本次未抽中。',
  },
  TRACE_CALL_BACK_DRAWN: {
    en: 'Decided by {certifier}, who entered all the evidence and is the only dispatcher there. Drawn for the call-back sample of {percent} %; somebody else calls.',
    zh: '由 {certifier} 决定；全部佐证也由其录入，本社区没有其他调度员。已抽中，由他人电话回访（抽样比例 {percent}%）。',
  },
  TRACE_COINS: {
    en: 'At {coinsPerHour} coins an hour: {earned} earned, {held} held, {paid} paid.',
    zh: '每小时 {coinsPerHour} 枚，应得 {earned}，预扣 {held}，支付 {paid}。',
  },
  TRACE_STAR: {
    en: '{minutes} min certified in total: {level, plural, one {# star} other {# stars}}, previously {levelBefore} (rule version {policyVersion}).',
    zh: '累计认证 {minutes} 分钟：{level} 星，此前 {levelBefore} 星（规则版本 {policyVersion}）。',
  },
  TRACE_CORRECTED: {
    en: 'Corrected from {minutesBefore} to {minutes} min: {reason}',
    zh: '由 {minutesBefore} 分钟更正为 {minutes} 分钟，原因：{reason}',
  },
  TRACE_REVOKED: {
    en: 'Certification revoked ({minutesBefore} min): {reason}',
    zh: '撤销认证（{minutesBefore} 分钟），原因：{reason}',
  },
  TRACE_REJECTED: { en: 'Certification rejected: {reason}', zh: '不予认证，原因：{reason}' },
  TRACE_COINS_LEFT: {
    en: '{coins} coins were left with the volunteer: {reason}',
    zh: '{coins} 枚时间币未收回，原因：{reason}',
  },
  REVIEW_OVERLAP: {
    en: 'Overlaps another visit of the same volunteer by {minutes} min.',
    zh: '与同一志愿者的另一次服务重叠 {minutes} 分钟。',
  },
  REVIEW_IMPOSSIBLE_TRAVEL: {
    en: '{kilometres} km from another visit in {minutes} min: {kilometresPerHour} km/h.',
    zh: '距另一次服务 {kilometres} 公里仅用 {minutes} 分钟，时速 {kilometresPerHour} 公里。',
  },
  REVIEW_RATIO: {
    en: '{minutes} min measured, {minutesExpected} expected.',
    zh: '实际 {minutes} 分钟，预计 {minutesExpected} 分钟。',
  },
  REVIEW_PAIR_OFTEN: {
    en: '{visits, plural, one {# visit} other {# visits}} of this volunteer to the same elder within {days, plural, one {# day} other {# days}}, of {visitsInAll, plural, one {# visit} other {# visits}} in total.',
    zh: '该志愿者 {days} 天内上门同一位老人 {visits} 次（全部服务 {visitsInAll} 次）。',
  },
  REVIEW_SHEET_DIFFERS: {
    en: 'Sheet: {sheetMinutes} min, volunteers: {sheetVolunteers}. Recorded: {minutes} min, volunteers: {volunteers}.',
    zh: '签字单写 {sheetMinutes} 分钟、{sheetVolunteers} 人；平台记录 {minutes} 分钟、{volunteers} 人。',
  },
  'REVIEW_SHEET_DIFFERS/MINUTES': {
    en: 'The sheet says {sheetMinutes} min; the platform recorded {minutes} min.',
    zh: '签字单写 {sheetMinutes} 分钟；平台记录 {minutes} 分钟。',
  },
  'REVIEW_SHEET_DIFFERS/VOLUNTEERS': {
    en: 'Volunteers on the sheet: {sheetVolunteers}; recorded by the platform: {volunteers}.',
    zh: '签字单写 {sheetVolunteers} 人；平台记录 {volunteers} 人。',
  },
  REVIEW_SAME_PHOTO: {
    en: 'A photo matches one of another visit (differing bits: {bits} of 64).',
    zh: '照片与另一次服务的照片相同（64 位中差 {bits} 位）。',
  },
  REVIEW_IMPLAUSIBLE_HOURS: {
    en: '{minutes} min of service on one day; visits: {visits}.',
    zh: '同一天服务 {minutes} 分钟，共 {visits} 次。',
  },
  REVIEW_DOOR_CODE_WRONG: {
    en: 'Wrong door codes: {tries}.',
    zh: '门码错误 {tries} 次。',
  },
  REVIEW_PLACE_FAR: {
    en: 'A device was {metres} m from the door.',
    zh: '设备距门口 {metres} 米。',
  },
  REVIEW_CLOCK_WRONG: {
    en: 'A device clock was {minutes} min off; the platform used its own time of receipt.',
    zh: '设备时钟相差 {minutes} 分钟，已按平台收到的时间记录。',
  },
  REVIEW_OUTSIDE_PLAN: {
    en: 'The check-in was {hours} h away from the planned time.',
    zh: '签到时间与约定时间相差 {hours} 小时。',
  },
  REVIEW_CALL_BACK: {
    en: '{certifier} entered all the evidence and certified the visit. Ask the elder whether it took place.',
    zh: '全部佐证由 {certifier} 录入并认证，请向老人回访核实服务是否属实。',
  },
  REVIEW_LATE_UPLOAD: {
    en: 'Uploaded {hours} h after the event.',
    zh: '晚 {hours} 小时上传。',
  },
};
