import type { Messages } from '../platform/common/messages.ts';

export const requestMessages: Messages = {
  OWN_NEIGHBOUR: {
    en: 'A community cannot be its own neighbour. Leave it out.',
    zh: '社区不能是自己的邻近社区，请去掉。',
  },
  REQUESTS_STILL_OPEN: {
    en: 'This person has an unfinished request. Finish or cancel it first.',
    zh: '此人员还有未完成的订单，请先完成或取消订单。',
  },
  KIND_NOT_OFFERED: {
    en: '{kind} is not offered at the moment. Choose another kind of service.',
    zh: '暂不提供“{kind}”，请选择其他服务项目。',
  },
  KIND_CODE_INVALID: {
    en: 'Write {field} in lowercase Latin letters, digits and _, starting with a letter, for example pet_care.',
    zh: '{field}请用小写字母、数字和下划线填写，以字母开头，例如 pet_care。',
  },
  CATEGORY_INVALID: {
    en: 'Write {field} in capitals, digits and _, starting with a letter, for example DAILY_LIFE.',
    zh: '{field}请用大写字母、数字和下划线填写，以字母开头，例如 DAILY_LIFE。',
  },
  QUALIFICATION_CODE_INVALID: {
    en: 'Write {field} in capitals, digits and _, starting with a letter, for example FIRST_AID.',
    zh: '{field}请用大写字母、数字和下划线填写，以字母开头，例如 FIRST_AID。',
  },
  LANGUAGE_INVALID: {
    en: 'Write the names of languages, in letters and digits, for {field}.',
    zh: '{field}请填写语言或方言的名称，只能使用文字和数字。',
  },
  TIME_WINDOW_INVALID: {
    en: 'The requested end is not after the start. Correct one of the two.',
    zh: '希望结束时间必须晚于开始时间，请更正。',
  },
  TIME_WINDOW_PAST: {
    en: 'The requested time has passed. Choose a later one.',
    zh: '希望的时间已经过去，请选择以后的时间。',
  },
  TIME_WINDOW_TOO_FAR: {
    en: 'The requested time is more than {daysAheadMax, plural, one {# day} other {# days}} ahead. Check the year.',
    zh: '希望的时间在 {daysAheadMax} 天以后，请检查年份。',
  },
  TIME_WINDOW_TOO_SHORT: {
    en: 'The window is shorter than the {minutes} min of service. Widen it.',
    zh: '时间段短于服务所需的 {minutes} 分钟，请放宽。',
  },
  TIME_WINDOW_TOO_LONG: {
    en: 'The requested period is longer than {daysLongMax, plural, one {# day} other {# days}}. Narrow it, or set up a series.',
    zh: '希望的时间段超过 {daysLongMax} 天，请缩短，或改用周期服务。',
  },
  TIME_WINDOW_OUTSIDE: {
    en: 'This window is outside the requested period. Move it inside, or widen the period.',
    zh: '这个时间段不在希望的总时段之内，请更正。',
  },
  BEGIN_OUTSIDE_WINDOWS: {
    en: 'With this start the service does not fit into a requested window. Choose a start that leaves enough time.',
    zh: '这个开始时间使服务超出希望的时间段，请另选开始时间。',
  },
  PLACE_INCOMPLETE: {
    en: 'A position needs latitude and longitude. Send both, or neither.',
    zh: '位置需要同时填写纬度和经度。',
  },
  REQUEST_NOT_IN_REVIEW: {
    en: 'This request is not waiting for review; it is {state}.',
    zh: '这个订单不在待审核状态，当前状态是 {state}。',
  },
  REQUEST_NOT_CHANGEABLE: {
    en: 'A request that is {state} can no longer be changed.',
    zh: '状态为 {state} 的订单不能再修改。',
  },
  TOO_FEW_PLACES: {
    en: '{taken, plural, one {# volunteer takes part} other {# volunteers take part}} already. Release {taken, plural, one {that one} other {some of them}} first, or keep at least {taken, plural, one {# place} other {# places}}.',
    zh: '已有 {taken} 位志愿者接单，请先让部分志愿者退出，或保留相应名额。',
  },
  TOO_MANY_VOLUNTEERS: {
    en: 'Only {places, plural, one {# place is} other {# places are}} left. Name fewer volunteers.',
    zh: '只剩 {places} 个名额，请减少人数。',
  },
  ALREADY_TAKES_PART: {
    en: '{name} already takes part in this request.',
    zh: '{name} 已经接了这个订单。',
  },
  NOT_IN_TEAM: {
    en: '{name} is not a member of this team. Name only members.',
    zh: '{name} 不是这个服务队的队员，请只选本队队员。',
  },
  TEAM_NOT_ASKED: {
    en: 'This request names other teams. Ask the dispatcher to add yours; a dispatcher may assign anyway and gives a `reason`.',
    zh: '这个订单指定了其他服务队，请联系调度员；调度员如仍要指派，请填写理由。',
  },
  OFFERED_TO_OTHERS_FIRST: {
    en: 'This request is offered to others first ({audience}). You can accept it later if they do not.',
    zh: '这个订单正优先派给其他人（{audience}），无人接单时才会轮到您。',
  },
  DOUBLE_BOOKED: {
    en: '{name} is expected elsewhere for {minutes} min of that time. Choose another start or another volunteer.',
    zh: '{name} 在该时段已有其他服务，重叠 {minutes} 分钟。请另选时间或志愿者。',
  },
  REST_TOO_SHORT: {
    en: '{name} would have {minutes} min between two visits; the minimum is {restMinutes} min. Choose another start.',
    zh: '{name} 两次服务之间只有 {minutes} 分钟，至少需要 {restMinutes} 分钟。请另选时间。',
  },
  NOT_FREE: {
    en: '{name} has said that they are not free then. Choose another time or volunteer; if they agree to come, say so in `reason`.',
    zh: '{name} 已说明该时段没有空，请另选时间或志愿者；如已征得本人同意，请填写理由。',
  },
  TOO_FAR: {
    en: 'The place is farther away than {name} is willing to travel. Choose another volunteer; if they agree to come, say so in `reason`.',
    zh: '距离超出 {name} 可接受的范围，请另选志愿者；如已征得本人同意，请填写理由。',
  },
  GENDER_OTHER: {
    en: '{name} is not of the gender that the elder prefers. Choose another volunteer; if the elder agrees, a dispatcher says so in `reason`.',
    zh: '{name} 不符合老人的性别意愿，请另选志愿者；如老人已同意，请由调度员填写理由后指派。',
  },
  OVERWORKED_DAY: {
    en: '{name} would serve {minutes} min that day; the maximum is {dayMinutesMax}. Choose another volunteer.',
    zh: '{name} 当天服务将达 {minutes} 分钟，上限为 {dayMinutesMax} 分钟。请另选志愿者。',
  },
  OVERWORKED_WEEK: {
    en: '{name} would serve {minutes} min that week; the maximum is {weekMinutesMax}. Choose another volunteer.',
    zh: '{name} 本周服务将达 {minutes} 分钟，上限为 {weekMinutesMax} 分钟。请另选志愿者。',
  },
  VOLUNTEER_NEEDED: {
    en: '{count, plural, one {# volunteer is} other {# volunteers are}} expected. Name the one who cannot come.',
    zh: '有 {count} 位志愿者待上门，请说明是哪一位退出。',
  },
  ALREADY_PAIRED: {
    en: '{name} is already paired with this elder.',
    zh: '{name} 已与这位老人结对。',
  },
  PAIRING_ENDED: { en: 'This pairing has already ended.', zh: '这个结对已经结束。' },
  NO_SUCH_TEMPLATE: {
    en: 'There is no template {code}. Choose a code from serviceKindTemplates.',
    zh: '没有模板 {code}，请从 serviceKindTemplates 中选择。',
  },
  KIND_CODE_TAKEN: {
    en: 'The catalogue already has a kind {code}. Adjust that one, or choose another code.',
    zh: '目录中已有 {code}，请直接调整，或换一个代码。',
  },
  KIND_INCOMPLETE: {
    en: 'Fill in {field}; a service kind of your own needs it.',
    zh: '自定义服务项目缺少 {field}，请填写。',
  },
  RATE_NEGATIVE: { en: 'A rate cannot be below zero. Enter zero or more.', zh: '单价不能为负数。' },
  RATE_TOO_LARGE: {
    en: 'A rate may be at most {max} coins per hour. Check the decimal point.',
    zh: '单价最高为每小时 {max} 时间币，请检查小数点位置。',
  },
  ESCALATION_NOT_RISING: {
    en: 'A wider audience cannot come before a narrower one. Give it more minutes.',
    zh: '范围更大的派单不能早于范围更小的，请让分钟数递增。',
  },
  REQUEST_NOT_OPEN: {
    en: 'This request is not open for volunteers; it is {state}. Choose another request.',
    zh: '这个订单现在不能接单，当前状态是 {state}。请选择其他订单。',
  },
  REQUEST_NOT_ASSIGNED: {
    en: 'Nobody is expected for this request, so nobody can withdraw.',
    zh: '这个订单没有待上门的志愿者，无法退出。',
  },
  REQUEST_CANNOT_CHANGE: {
    en: 'A request that is {from} cannot become {to}.',
    zh: '状态为 {from} 的订单不能变为 {to}。',
  },
  VISIT_OVER: {
    en: 'The visit is {state}. Contact details and address are shown only until it is over.',
    zh: '上门服务当前状态是 {state}，服务结束后不再显示老人的联系方式和地址。',
  },
  VISIT_CANNOT_CHANGE: {
    en: 'The visit is {state}, so this step is not possible now.',
    zh: '上门服务当前状态是 {state}，不能进行这一步。',
  },
  VOLUNTEER_NOT_VETTED: {
    en: '{name} has not been vetted yet and cannot be sent to a home. Choose another volunteer.',
    zh: '{name} 还没有通过审核，不能上门服务。',
  },
  TIME_TOO_LONG_AGO: {
    en: 'This time is more than {days, plural, one {# day} other {# days}} ago. Check the year.',
    zh: '这个时间早于 {days} 天前，请检查年份。',
  },
  NO_LONGER_VETTED: {
    en: 'The volunteer is no longer vetted. Assign somebody else, or vet them again.',
    zh: '该志愿者已不再通过审核，请改派其他志愿者，或重新审核。',
  },
  NO_LONGER_QUALIFIED: {
    en: 'The volunteer no longer has a valid qualification for this service. Assign somebody else, or record it again.',
    zh: '该志愿者已没有此项服务所需的有效资质，请改派其他志愿者，或重新登记资质。',
  },
  VOLUNTEER_ROLE_ENDED: {
    en: "The volunteer's role has ended. Assign somebody else.",
    zh: '该志愿者的角色已被收回，请改派其他志愿者。',
  },
  NO_LONGER_IN_TEAM: {
    en: 'The volunteer has left the team of this visit. Assign somebody else.',
    zh: '该志愿者已离开所属服务队，请改派其他志愿者。',
  },
  TEAM_NO_LONGER_SERVES: {
    en: "The volunteer's team no longer serves this community. Assign somebody else.",
    zh: '该服务队已不再服务本社区，请改派其他志愿者。',
  },
  NO_LONGER_PAIRED: {
    en: 'The pairing of the volunteer and the elder has ended. Keep the visit, or assign somebody else.',
    zh: '该志愿者与老人的结对已经结束，请确认是否保留这次上门服务，或改派其他志愿者。',
  },
  TIME_IN_FUTURE: {
    en: 'This time is in the future. Check the clock.',
    zh: '这个时间在将来，请检查时钟。',
  },
  TIME_BEFORE_CHECK_IN: {
    en: 'The check-out is before the check-in. Correct the time.',
    zh: '签退时间早于签到时间，请更正。',
  },
  REASON_NEEDED: {
    en: 'The visit took {minutes} min. Give the reason for certifying another figure.',
    zh: '实际服务 {minutes} 分钟，认证不同的时长请说明原因。',
  },
};
