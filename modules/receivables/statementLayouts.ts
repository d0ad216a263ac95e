import type { Label } from '../../model/refuse.ts'

/** What a column of a bank's export can mean. */
export type ColumnMeaning =
  | 'date'
  | 'date_fallback'
  | 'amount'
  | 'amount_in'
  | 'amount_out'
  | 'direction'
  | 'kind'
  | 'status'
  | 'currency'
  | 'counterparty'
  | 'counterparty_account'
  | 'memo'
  | 'balance'
  | 'reference'
  | 'account'

export interface SkipRule {
  readonly column: ColumnMeaning
  readonly is: readonly string[]
  /** Only where this column says so too. */
  readonly and?: { readonly column: ColumnMeaning; readonly is: readonly string[] }
  readonly reason: Label
}

/**
 * How one bank or wallet writes its export. Plain JSON: a company saves its own beside these, and no code
 * knows which is which (EXP-61).
 */
export interface StatementLayout {
  readonly name: string
  readonly label: Label
  /**
   * Header texts that stand for each meaning: the first found in the file counts; of memo all found are
   * joined.
   */
  readonly headers: Partial<Readonly<Record<ColumnMeaning, readonly string[]>>>
  /** Meanings the file must have for the layout to be taken. */
  readonly required: readonly ColumnMeaning[]
  /**
   * signed: the amount carries its sign (`inverted` where spending is positive, as on a credit card; `proven`
   * where a file counts as signed only once it holds a negative amount, or somebody says so);
   * columns: money in and money out stand in two columns;
   * direction: a column says in or out, and `neutral` decides the rest by the beginning or a part of another
   * column.
   */
  readonly sign:
    | { readonly by: 'signed'; readonly inverted?: boolean; readonly proven?: boolean }
    | { readonly by: 'columns' }
    | {
        readonly by: 'direction'
        readonly in: readonly string[]
        readonly out: readonly string[]
        readonly neutral?: readonly NeutralRule[]
      }
  /** The mark before the decimals, where the bank's amounts do not prove it. */
  readonly decimal?: '.' | ','
  /** The order of its days, likewise. */
  readonly date_order?: 'dmy' | 'mdy' | 'ymd' | 'serial1900' | 'serial1904'
  /** Currency where the file names none, ISO 4217. */
  readonly currency: string
  /** Words in the lines above the header after which the account stands: 卡号: 1234****9876. */
  readonly account_after?: readonly string[]
  /** The date has no year; the statement's month is stated above the header (2024年01月). */
  readonly month_above?: boolean
  /** The counterparty's account is glued to its name. */
  readonly account_in_name?: boolean
  readonly skip?: readonly SkipRule[]
}

export interface NeutralRule {
  readonly column: ColumnMeaning
  readonly has: string
  readonly flow: 'in' | 'out'
}

const neutral = (flow: 'in' | 'out', column: ColumnMeaning, ...words: string[]): NeutralRule[] =>
  words.map((has) => ({ column, has, flow }))

export const statementLayouts: readonly StatementLayout[] = [
  {
    name: 'cmb_debit',
    label: { zh: '招商银行储蓄卡', en: 'China Merchants Bank, debit' },
    headers: {
      date: ['记账日期'],
      currency: ['货币'],
      amount: ['交易金额'],
      balance: ['联机余额'],
      counterparty: ['对手信息'],
      memo: ['交易摘要', '客户摘要'],
    },
    required: ['date', 'amount', 'counterparty', 'balance'],
    sign: { by: 'signed' },
    currency: 'CNY',
    account_after: ['账号', '卡号', '户口号'],
    account_in_name: true,
  },
  {
    name: 'cmb_credit',
    label: { zh: '招商银行信用卡', en: 'China Merchants Bank, credit card' },
    headers: {
      date: ['交易日'],
      date_fallback: ['记账日'],
      memo: ['交易摘要'],
      amount: ['人民币金额'],
      account: ['卡号末四位'],
    },
    required: ['date', 'date_fallback', 'amount', 'account'],
    sign: { by: 'signed', inverted: true },
    currency: 'CNY',
    month_above: true,
  },
  {
    name: 'icbc_debit',
    label: { zh: '工商银行借记卡', en: 'ICBC, debit' },
    headers: {
      date: ['交易日期'],
      memo: ['摘要', '交易场所'],
      amount_in: ['记账金额(收入)'],
      amount_out: ['记账金额(支出)'],
      currency: ['记账币种'],
      balance: ['余额'],
      counterparty: ['对方户名'],
      counterparty_account: ['对方账户', '对方账号'],
    },
    required: ['date', 'amount_in', 'amount_out'],
    sign: { by: 'columns' },
    currency: 'CNY',
    account_after: ['卡号', '账号'],
  },
  {
    name: 'alipay',
    label: { zh: '支付宝账单', en: 'Alipay' },
    headers: {
      date: ['交易时间'],
      kind: ['交易分类'],
      counterparty: ['交易对方'],
      counterparty_account: ['对方账号'],
      memo: ['商品说明', '备注'],
      direction: ['收/支'],
      amount: ['金额'],
      status: ['交易状态'],
      reference: ['交易订单号', '交易号'],
    },
    required: ['date', 'direction', 'amount', 'status', 'reference'],
    sign: {
      by: 'direction',
      in: ['收入'],
      out: ['支出'],
      neutral: [
        ...neutral('in', 'status', '退款'),
        ...neutral('in', 'kind', '退款'),
        ...neutral('in', 'memo', '卖出', '赎回', '收益', '充值', '转出到余额'),
        ...neutral('out', 'memo', '提现', '买入', '申购', '转入', '还款', '转出到'),
        ...neutral('out', 'kind', '投资理财', '信用借还', '账户存取'),
      ],
    },
    currency: 'CNY',
    account_after: ['支付宝账户', '支付宝账号'],
    skip: [
      {
        column: 'status',
        is: ['交易关闭'],
        and: { column: 'direction', is: ['不计收支', '其他', '/', ''] },
        reason: { zh: '交易已关闭，没有资金进出', en: 'The trade was closed before any money moved' },
      },
    ],
  },
  {
    name: 'wechat',
    label: { zh: '微信支付账单', en: 'WeChat Pay' },
    headers: {
      date: ['交易时间'],
      kind: ['交易类型'],
      counterparty: ['交易对方'],
      memo: ['商品', '备注'],
      direction: ['收/支'],
      amount: ['金额(元)'],
      status: ['当前状态'],
      reference: ['交易单号'],
    },
    required: ['date', 'kind', 'direction', 'amount', 'reference'],
    sign: {
      by: 'direction',
      in: ['收入'],
      out: ['支出'],
      neutral: [
        ...neutral('in', 'kind', '退款', '零钱充值', '零钱通转出-到零钱'),
        ...neutral('out', 'kind', '转入零钱通-来自零钱'),
        ...neutral('in', 'kind', '转入零钱通', '赎回'),
        ...neutral('out', 'kind', '零钱通转出', '提现', '信用卡还款', '购买'),
      ],
    },
    currency: 'CNY',
    account_after: ['微信昵称'],
  },
  {
    name: 'corporate_columns',
    label: { zh: '对公账户明细（借方、贷方两列）', en: 'Corporate account, debit and credit columns' },
    headers: {
      date: ['交易日期', '交易时间', '记账日期', '入账日期', '记账日', '交易日', '日期'],
      amount_out: [
        '借方',
        '借方发生额',
        '借方金额',
        '借方发生额(支取)',
        '支出',
        '支出金额',
        '付款金额',
        '转出金额',
      ],
      amount_in: [
        '贷方',
        '贷方发生额',
        '贷方金额',
        '贷方发生额(收入)',
        '收入',
        '收入金额',
        '收款金额',
        '转入金额',
      ],
      counterparty: [
        '对方户名',
        '对方名称',
        '对方单位名称',
        '对方单位',
        '对方账户名称',
        '对手户名',
        '收/付方名称',
        '收(付)方名称',
        '交易对方',
      ],
      counterparty_account: ['对方账号', '对方账户', '对手账号', '收/付方账号', '收(付)方账号'],
      memo: ['摘要', '用途', '附言', '备注', '交易摘要'],
      balance: ['余额', '账户余额', '当前余额'],
      currency: ['币种', '货币', '币别'],
      reference: ['交易流水号', '流水号', '业务编号', '凭证号', '交易参考号', '明细编号-交易流水号'],
      account: ['本方账号', '账号', '查询账号'],
    },
    required: ['date', 'amount_in', 'amount_out'],
    sign: { by: 'columns' },
    currency: 'CNY',
    account_after: ['账号', '账户', '卡号'],
  },
  {
    name: 'corporate_direction',
    label: {
      zh: '对公账户明细（金额加借贷标志）',
      en: 'Corporate account, one amount with a debit or credit mark',
    },
    headers: {
      date: ['交易日期', '交易时间', '记账日期', '入账日期', '日期'],
      amount: ['交易金额', '发生额', '金额'],
      direction: ['借贷标志', '借贷', '借/贷', '收支', '收/支', '交易类型', '借贷方向'],
      counterparty: ['对方户名', '对方名称', '对方单位名称', '对方单位', '对方账户名称', '对手户名'],
      counterparty_account: ['对方账号', '对方账户', '对手账号'],
      memo: ['摘要', '用途', '附言', '备注'],
      balance: ['余额', '账户余额', '当前余额'],
      currency: ['币种', '货币', '币别'],
      reference: ['交易流水号', '流水号', '业务编号', '凭证号'],
      account: ['本方账号', '账号'],
    },
    required: ['date', 'amount', 'direction'],
    sign: {
      by: 'direction',
      in: ['贷', '贷方', 'C', 'CR', '收入', '收', '来账', '转入'],
      out: ['借', '借方', 'D', 'DR', '支出', '支', '往账', '转出'],
    },
    currency: 'CNY',
    account_after: ['账号', '账户', '卡号'],
  },
  {
    name: 'corporate_signed',
    label: { zh: '对公账户明细（金额带正负号）', en: 'Corporate account, one amount with its sign' },
    headers: {
      date: ['交易日期', '交易时间', '记账日期', '入账日期', '日期'],
      amount: ['交易金额', '发生额', '金额'],
      counterparty: ['对方户名', '对方名称', '对方单位名称', '对方单位', '对方账户名称', '对手户名'],
      counterparty_account: ['对方账号', '对方账户', '对手账号'],
      memo: ['摘要', '用途', '附言', '备注'],
      balance: ['余额', '账户余额', '当前余额'],
      currency: ['币种', '货币', '币别'],
      reference: ['交易流水号', '流水号', '业务编号', '凭证号'],
      account: ['本方账号', '账号'],
    },
    required: ['date', 'amount'],
    sign: { by: 'signed', proven: true },
    currency: 'CNY',
    account_after: ['账号', '账户', '卡号'],
  },
]
