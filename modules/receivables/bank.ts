import {
  bool,
  choice,
  date,
  datetime,
  defineObject,
  json,
  money,
  number,
  reference,
  rollup,
  text,
  user,
  type Row,
} from '../../model/index.ts'

/** An account of ours whose statements are read. */
export const bankAccount = defineObject('bank_account', {
  label: { zh: '银行账户', en: 'Bank account' },
  title: 'name',
  fields: {
    name: text({ required: true, max: 120, search: true, label: { zh: '账户名称', en: 'Name' } }),
    bank: text({ max: 120, label: { zh: '开户行', en: 'Bank' } }),
    account_number: text({
      protect: 'financial',
      max: 40,
      search: true,
      label: { zh: '账号', en: 'Account number' },
    }),
    currency: text({ required: true, max: 3, default: 'CNY', label: { zh: '币种', en: 'Currency' } }),
    layout: json({
      label: { zh: '自定义对账单版式', en: 'Statement layout of our own' },
      help: {
        zh: '内置版式认不出对账单时，在此保存列对应关系（statementLayouts.ts 的格式）',
        en: 'A mapping of columns for statements that no shipped layout fits',
      },
    }),
    last_import_at: datetime({ readonly: true, label: { zh: '最近导入', en: 'Last import' } }),
  },
  list: { columns: ['name', 'bank', 'account_number', 'currency', 'last_import_at'], sort: '-created_at' },
  form: [['name', 'bank'], ['account_number', 'currency'], ['layout']],
  related: ['bank_lines'],
  access: {
    finance: { create: true, read: true, update: true, actions: true },
    manager: { read: true, actions: true },
    admin: { read: true },
  },
})
export type BankAccount = Row<typeof bankAccount>

/** One movement of money as the bank tells it. Money in that pays nothing yet waits here (FIN-10). */
export const bankLine = defineObject('bank_line', {
  label: { zh: '银行流水', en: 'Bank line' },
  title: 'memo',
  unsearchable: true,
  fields: {
    account: reference('bank_account', {
      required: true,
      inverse: 'bank_lines',
      label: { zh: '账户', en: 'Account' },
    }),
    booked_on: date({ required: true, index: true, label: { zh: '记账日期', en: 'Booked' } }),
    amount: money({
      required: true,
      label: { zh: '金额', en: 'Amount' },
      help: { zh: '收入为正，支出为负', en: 'Money in is positive' },
    }),
    currency: text({ required: true, max: 3, label: { zh: '币种', en: 'Currency' } }),
    counterparty: text({ max: 200, label: { zh: '对方户名', en: 'Counterparty' } }),
    counterparty_account: text({
      protect: 'financial',
      max: 60,
      label: { zh: '对方账号', en: 'Their account' },
    }),
    memo: text({ max: 500, label: { zh: '摘要附言', en: 'Memo' } }),
    balance: money({ protect: 'financial', label: { zh: '余额', en: 'Balance' } }),
    bank_reference: text({ max: 120, label: { zh: '流水号', en: 'Bank reference' } }),
    fingerprint: text({ required: true, unique: true, max: 64, label: { zh: '指纹', en: 'Fingerprint' } }),
    state: choice(
      {
        unmatched: { zh: '待认领', en: 'Unmatched' },
        partial: { zh: '部分认领', en: 'Part matched' },
        matched: { zh: '已认领', en: 'Matched' },
        ignored: { zh: '无需认领', en: 'Ignored' },
        questioned: { zh: '待核实退款', en: 'A return, to be checked' },
      },
      { required: true, index: true, default: 'unmatched', label: { zh: '状态', en: 'State' } },
    ),
    allocated: rollup('money', 'sum(allocations.amount)', {
      label: { zh: '已认领金额', en: 'Matched amount' },
    }),
    matched_by: choice(
      { rule: { zh: '自动', en: 'By rule' }, person: { zh: '人工', en: 'By a person' } },
      { label: { zh: '认领方式', en: 'Matched by' } },
    ),
    returns: reference('bank_line', {
      readonly: true,
      inverse: 'returned_by',
      label: { zh: '疑似退回的收款', en: 'Seems to take back' },
    }),
    questioned: bool({
      readonly: true,
      default: false,
      label: { zh: '收款存疑（疑似退回）', en: 'In question: seems to have gone back' },
    }),
    suggestions: json({ label: { zh: '匹配建议', en: 'Suggestions' } }),
    ignored_because: text({ max: 200, label: { zh: '无需认领原因', en: 'Ignored because' } }),
    confirmed_at: datetime({ index: true, label: { zh: '确认时间', en: 'Confirmed' } }),
    confirmed_by: user({ label: { zh: '确认人', en: 'Confirmed by' } }),
    confirmation_days: number({ scale: 0, label: { zh: '确认天数', en: 'Days to confirm' } }),
  },
  list: {
    columns: [
      'booked_on',
      'counterparty',
      'amount',
      'memo',
      'state',
      'allocated',
      'account',
      'owner',
      'created_at',
    ],
    sort: '-booked_on',
    filters: ['state', 'account', 'matched_by'],
  },
  related: ['allocations', 'returned_by'],
  indexes: [['account', 'state', 'booked_on']],
  access: {
    finance: { read: true, export: true, actions: true },
    manager: { read: true, export: true },
    admin: { read: true },
  },
})
export type BankLine = Row<typeof bankLine>
