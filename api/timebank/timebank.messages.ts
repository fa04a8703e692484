import type { Messages } from '../platform/common/messages.ts';

export const timebankMessages: Messages = {
  INSUFFICIENT_COINS: {
    en: '{needed} coins are needed, but only {available} are available. Ask the foundation for a grant, or choose a smaller amount.',
    zh: '需要 {needed} 个时间币，可用 {available} 个。请向基金会申请资助，或减少数量。',
  },
  INSUFFICIENT_MONEY: {
    en: '{needed} yuan are needed, but only {available} are in the account. Record the income first, or pay less.',
    zh: '需要 {needed} 元，账户中有 {available} 元。请先登记收入，或减少金额。',
  },
  ACCOUNT_EXISTS: {
    en: 'This holder already has an account in that unit. Use that one.',
    zh: '此持有人已有该单位的账户，请直接使用。',
  },
  OWNER_KIND_NOT_OPENED: {
    en: 'Accounts are opened here only for funds, shops and teams. The platform opens accounts of {ownerKind} itself.',
    zh: '此处只为基金、商铺和服务队开户；{ownerKind} 的账户由平台自动开立。',
  },
  NOT_AN_ACCOUNT_OF_MONEY: {
    en: 'This needs the money account of a fund, counted in yuan. Open or choose one.',
    zh: '此处需要基金的资金账户（以元计），请开立或选择该账户。',
  },
  NOT_A_SHOP: {
    en: 'Coins are redeemed at a shop. Choose a shop account.',
    zh: '时间币在商铺兑换，请选择商铺账户。',
  },
  BELOW_REDEEM_MIN: {
    en: 'Coins can be redeemed from a balance of {min}, and this balance is {balance}. Save a little longer.',
    zh: '余额达到 {min} 个时间币方可兑换，目前有 {balance} 个。',
  },
  ONLY_BY_CLEARING: {
    en: "The head bank's account is for clearing only. Send coins with sendCoins, or choose another account.",
    zh: '总行账户只用于跨基金会清算。请使用 sendCoins，或选择其他账户。',
  },
  CLEARING_CLOSED: {
    en: 'One of the two foundations does not take part in clearing now. Ask the head bank.',
    zh: '两家基金会中有一家目前未参加清算，请联系总行。',
  },
  NOTHING_TO_SETTLE: {
    en: 'No foundation owes another coins now. Settle again when orders have arrived.',
    zh: '目前各基金会之间没有待清算的时间币。请在有新的跨基金会往来后再清算。',
  },
  CLEARING_TO_ITSELF: {
    en: 'Sender and receiver are in the same foundation. Use transferCoins.',
    zh: '收付双方在同一基金会，请使用 transferCoins。',
  },
  CLEARING_NOT_FOR_GROUPS: {
    en: 'Only people can send coins to another foundation. Teams can donate in their own foundation.',
    zh: '只有个人可以向其他基金会转出时间币，团队可在本基金会捐赠。',
  },
  CLEARING_LIMIT_REACHED: {
    en: '{amount} coins would exceed the limit of unsettled coins between the foundations ({limit}). Wait for the next settlement, or send less.',
    zh: '转 {amount} 个时间币将超过基金会之间未结算的上限（{limit}）。请等待下次结算，或减少数量。',
  },
  LIMIT_BELOW_POSITION: {
    en: 'More than that is already unsettled. Settle first, or choose a higher limit.',
    zh: '目前未结算的已超过该上限，请先结算或提高上限。',
  },
  NOT_RETURNABLE: {
    en: 'Only coins that have arrived can be sent back, and only once.',
    zh: '只有已到账且未退回的时间币可以退回，且只能退回一次。',
  },
  RECEIVER_ACTS_FOR_SENDER: {
    en: 'A person who sends coins for somebody else cannot receive them. Ask the holder or a colleague to send them.',
    zh: '代他人转出时间币的人不能是收款人。请由持有人本人转出，或由其他工作人员代办。',
  },
  RECALLED: {
    en: 'The sender recalled these coins before they arrived.',
    zh: '转出方已在到账前撤回这笔时间币。',
  },
  RECALL_TOO_LATE: {
    en: 'The coins have already arrived. Ask the other foundation to send them back.',
    zh: '时间币已经到账，无法撤回。请联系对方机构退回。',
  },
  NOT_RECALLABLE: {
    en: 'Only coins that you sent and that are still on their way can be recalled.',
    zh: '只有由本方转出且仍在途中的时间币可以撤回。',
  },
  BACKDATING_NOT_ALLOWED: {
    en: 'Only the dispatcher or the foundation can enter an event from more than {hours} h ago. Leave `happenedAt` out, or ask them.',
    zh: '超过 {hours} 小时的补记须由调度员或基金会录入。请不要填写发生时间，或联系他们代为录入。',
  },
  NOT_A_SHOP_HOLD: {
    en: 'Only a hold for a shop is settled here. A visit settles the hold of its request, and arrival settles a clearing order.',
    zh: '这笔预扣由其对应的业务结清：服务订单以上门服务结清，跨机构转账以到账结清。',
  },
  HOLD_TOO_LONG: {
    en: 'Coins can be held for at most {days, plural, one {# day} other {# days}}. Choose an earlier end.',
    zh: '时间币最多可预扣 {days} 天，请选择更早的截止时间。',
  },
  COINS_NOT_FOR_THIS_USE: {
    en: '{needed} coins are needed, but only {available} may be used for this ({use}). The lots of the account show permitted uses and expiry.',
    zh: '需要 {needed} 个时间币，可用于此用途（{use}）的有 {available} 个。各批时间币的用途和有效期见账户明细。',
  },
  ABOVE_ACCOUNT_LIMIT: {
    en: 'The account may hold at most {limit}, and {amount} more would exceed that. Send less, or ask the foundation.',
    zh: '账户上限为 {limit}，再转入 {amount} 将超过上限。请减少数量或联系基金会。',
  },
  AMOUNT_ABOVE_HOLD: {
    en: '{amount} coins are more than the {held} that are held. Choose a smaller amount.',
    zh: '{amount} 个时间币超过了预扣的 {held} 个。',
  },
  AMOUNT_NOT_POSITIVE: { en: 'Enter an amount above zero.', zh: '数量必须大于零。' },
  AMOUNT_TOO_LARGE: {
    en: 'The amount is too large for the account. Check it.',
    zh: '数量超出账户可记录的范围，请检查。',
  },
  HOLD_ALREADY_SETTLED: { en: 'This hold was already settled.', zh: '这笔预扣已经结算。' },
  HOLD_EXPIRED: {
    en: 'This hold has expired and its coins were released. Book again.',
    zh: '这笔预扣已过期，时间币已退回，请重新预约。',
  },
  COINS_LEFT: {
    en: 'The account of this person still holds {amount} coins, which would belong to nobody. Transfer them first to somebody they name, or donate them to the fund.',
    zh: '此人员的账户还剩 {amount} 个时间币，注销后将无人所有。请先转出：转给本人指定的人，或捐赠给基金。',
  },
  COINS_STILL_HELD: {
    en: 'An open request still holds coins of this person. Finish or cancel it first.',
    zh: '此人员的时间币仍被未完成的订单预扣，请先完成或取消订单。',
  },
  NO_ACCOUNT: {
    en: 'There is no coin account. Ask the foundation to open one.',
    zh: '没有时间币账户，请联系基金会开户。',
  },
  ACCOUNT_CLOSED: {
    en: 'The coin account of {name} is closed. Choose another one.',
    zh: '{name}的时间币账户已关闭，请选择其他账户。',
  },
  SAME_ACCOUNT: {
    en: 'Payer and payee are the same account. Choose another one.',
    zh: '付款与收款是同一个账户，请另选账户。',
  },
  WRONG_UNIT: {
    en: 'This is booked in {unit}, but the accounts count {from} and {to}. Choose accounts in that unit; coins and money do not mix.',
    zh: '此笔以 {unit} 记账，而账户单位为 {from} 与 {to}；时间币与资金不能混用，请选择相应单位的账户。',
  },
  CLIENT_ID_REUSED: {
    en: 'The books already have a transfer with this key and other contents. Use a new key for a new transfer.',
    zh: '这个幂等键已用于另一笔转账，新转账请换一个。',
  },
  HAPPENED_IN_FUTURE: {
    en: 'This time is in the future, and only past events are booked. Check the date.',
    zh: '时间在将来，只能记录已发生的事项，请检查日期。',
  },
  HAPPENED_TOO_LONG_AGO: {
    en: 'This time is more than {days, plural, one {# day} other {# days}} ago. Check the year; enter older balances as a grant or income of today.',
    zh: '时间早于 {days} 天前，请检查年份。更早的余额请以今天的日期登记为资助或收入。',
  },
  PERIOD_CLOSED: {
    en: 'The month {month} is closed. Book it as an adjustment in {openMonth}, or have the month reopened.',
    zh: '{month} 月已结账。请作为调整记入 {openMonth}，或申请重新打开该月。',
  },
  ALREADY_REVERSED: { en: 'This transfer was already reversed.', zh: '这笔转账已经冲正。' },
  NOT_REVERSIBLE: {
    en: 'A transfer of the kind {kind} cannot be reversed. Settle the hold, or book the opposite as a separate transfer.',
    zh: '类型为 {kind} 的转账不能冲正。请结算预扣，或另记一笔相反的转账。',
  },
  REVERSED_BY_CORRECTION: {
    en: 'This transfer paid for a certified visit. Use correctVisit or revokeCertification, which adjust hours, star and coins together.',
    zh: '这笔转账支付的是已认证的服务。请用 correctVisit 更正服务，或用 revokeCertification 撤销认证，时长、星级和时间币会一并调整。',
  },
  ACTING_FOR_HOLDER_NEEDED: {
    en: 'These coins belong to somebody else. Give {personId} and the channel in actingFor.',
    zh: '这些时间币属于他人。请在 actingFor 中写明代 {personId} 办理以及途径。',
  },
  NOT_A_FUND: {
    en: 'Only a fund grants coins. Choose the account of a fund.',
    zh: '只有基金可以发放时间币，请选择基金账户。',
  },
  GIFT_NOT_TO_A_PERSON: {
    en: 'A gift goes to a person. To give to a fund or the foundation, make it a donation.',
    zh: '赠与只能给个人；给基金或基金会请选择捐赠。',
  },
  DONATION_NOT_TO_A_FUND: {
    en: 'A donation goes to a fund or the foundation. To give to a person, make it a gift.',
    zh: '捐赠只能给基金或基金会；给个人请选择赠与。',
  },
  GROUPS_ONLY_DONATE: {
    en: 'Teams and groups may only donate their coins. Make it a donation.',
    zh: '按规定，团队的时间币只能捐赠。',
  },
  GIFTS_NOT_ALLOWED: {
    en: 'The coin policy does not allow gifts. Donate the coins instead.',
    zh: '时间币规则不允许赠与，可改为捐赠。',
  },
  GIFT_ONLY_TO_RELATIVES: {
    en: 'The coin policy allows gifts to relatives only. Ask the foundation to record the family tie, or donate the coins.',
    zh: '时间币规则只允许赠与亲属。请先由基金会登记亲属关系，或改为捐赠。',
  },
  LIMIT_ONLY_FOR_HOLDERS: {
    en: 'An account that issues coins has no such limit. Choose an account that keeps coins.',
    zh: '发行时间币的账户不设此类上限。',
  },
  LIMIT_BELOW_BALANCE: {
    en: 'The account already holds more than that. Choose a higher limit.',
    zh: '账户现有时间币已超过该上限，请设更高的上限。',
  },
  ACCOUNT_NOT_EMPTY: {
    en: 'The account still has coins or holds. Move the coins and settle the holds first.',
    zh: '账户中还有时间币或预扣，请先转出并结清。',
  },
  POLICY_IN_PAST: {
    en: 'A policy cannot start in the past, because past bookings followed the old one. Choose a later time.',
    zh: '规则不能从过去开始生效，请选择以后的时间。',
  },
  RULE_PACK_UNKNOWN: {
    en: 'There is no such rule pack. Choose one of {packs}, or none.',
    zh: '没有这个规则包，可选：{packs}，或不选。',
  },
  RULES_INVALID: { en: 'This rule is not valid: it must be {why}.', zh: '规则无效，应为 {why}。' },
  SPAN_INVALID: {
    en: 'The end is not after the start. Swap or correct them.',
    zh: '结束时间早于开始时间，请更正。',
  },
  MONTH_NOT_OVER: {
    en: 'The month {month} is not over yet. Close it after its end.',
    zh: '{month} 月尚未结束，请在月底后结账。',
  },
  PERIOD_ALREADY_CLOSED: { en: 'The month {month} is already closed.', zh: '{month} 月已经结账。' },
  EARLIER_MONTH_OPEN: {
    en: 'The month {month} is still open. Close it first.',
    zh: '{month} 月尚未结账，请先结该月。',
  },
  PERIOD_NOT_CLOSED: {
    en: 'The month {month} is not closed, or another month is already reopened. Close that month first.',
    zh: '{month} 月未结账，或已有月份重新打开。',
  },
  NOT_LAST_CLOSED: {
    en: 'Only the month that was closed last ({last}) can be reopened. Book an adjustment for an older one.',
    zh: '只能重新打开最近结账的月份（{last}）。更早的请作为调整记账。',
  },
  BOOKS_DO_NOT_BALANCE: {
    en: 'The accounts add up to {off, plural, one {# hundredth} other {# hundredths}} instead of zero. Run the ledger check and get help before closing.',
    zh: '账户合计不为零（相差 {off}）。请先运行账本检查并联系技术人员，再结账。',
  },
  BATCH_UNREADABLE: {
    en: '{why} The headings are to, amount and reason.',
    zh: '{why}表头为 to（对象）、amount（数量）、reason（原因）。',
  },
  BATCH_TOO_LONG: {
    en: 'The table has more than {linesMax, plural, one {# line} other {# lines}}. Send it in parts.',
    zh: '表格超过 {linesMax} 行，请分批发送。',
  },
  STATEMENT_TOO_LONG: {
    en: 'The statement has more than {linesMax, plural, one {# line} other {# lines}}. Ask for a shorter period.',
    zh: '对账单超过 {linesMax} 行，请缩短时间范围。',
  },
};
