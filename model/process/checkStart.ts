import type { Field } from '../field.ts'
import { feelTypeOf, kindOf } from '../fields/kinds.ts'
import type { Known } from './checkKnown.ts'
import { START, type Process } from './definition.ts'
import { fault, findBadFeel, type Fault, type ParseFeel } from './fault.ts'
import { runsAlone } from './start.ts'

/** What a process is surrounded by, as far as its start must fit it. */
export interface Surroundings {
  /** Fields of its object that have a column, the system's among them. */
  readonly fields: Readonly<Record<string, Field>>
  /** Refuses a condition that the database cannot be asked. */
  readonly parseFilter: ParseFeel
  /** Reads FEEL that has no record yet, only `process`. */
  readonly parseOutside: ParseFeel
  /** Whether an action runs on the object as a whole; undefined for one that is not there. */
  readonly isCollective: (action: string) => boolean | undefined
  /** What its steps may name; not asked of a process that has counted before. */
  readonly known?: Known
}

type Json = Readonly<Record<string, unknown>>

/** Faults of what starts a process. It may have been typed by hand, so nothing is taken for granted. */
export const findStartFaults = (definition: Process, parse?: ParseFeel, around?: Surroundings): Fault[] => {
  const { start, label } = definition
  const when = findBadFeel(START, label, start.when === undefined ? [] : [start.when], parse, 'start.when')
  const on: unknown = start.on
  if (on === undefined || on === null) return when
  const kind = isJson(on) ? kinds.filter((name) => on[name] !== undefined && on[name] !== null) : []
  if (!isJson(on) || kind.length !== 1)
    return [
      ...when,
      bad(
        'start.on',
        '启动方式应是其中一种：记录事件、定时、日期字段、按钮、Webhook、邮件',
        'A process starts by exactly one of event, schedule, date_field, button, webhook, mail',
      ),
    ]
  const { takes, find } = starts[kind[0]!]
  const found = [
    ...when,
    ...findStrange(on, [kind[0]!, ...takes], 'start.on'),
    ...find(on, definition, around),
  ]
  return found.length === 0 && runsAlone(definition) ? findNeedsOfRecord(definition, around) : found
}

const bad = (place: string, zh: string, en: string, code = 'bad_start'): Fault =>
  fault(code, START, zh, en, place)
const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const findStrange = (given: Json, known: readonly string[], place: string): Fault[] =>
  Object.keys(given)
    .filter((key) => !known.includes(key) && given[key] !== null)
    .map((key) => bad(`${place}.${key}`, `没有设置项“${key}”`, `There is no setting "${key}"`))

interface Start {
  readonly takes: readonly string[]
  readonly find: (on: Json, definition: Process, around: Surroundings | undefined) => Fault[]
}
const kinds = ['event', 'schedule', 'date_field', 'button', 'webhook', 'mail'] as const
const starts: Readonly<Record<(typeof kinds)[number], Start>> = {
  event: {
    takes: [],
    find: (on) =>
      isText(on.event)
        ? []
        : [bad('start.on.event', '请写明事件名，如 lead.created', 'Name the event, e.g. lead.created')],
  },
  schedule: {
    takes: ['records'],
    find: (on, { label }, around) => [
      ...findBadSchedule(on.schedule),
      ...(on.records === undefined
        ? []
        : findBadText(on.records, 'start.on.records', (source) =>
            findBadFeel(START, label, [source], around?.parseFilter, 'start.on.records'),
          )),
    ],
  },
  date_field: {
    takes: ['before', 'after', 'at'],
    find: (on, _definition, around) => findBadDate(on, around),
  },
  button: {
    takes: ['roles'],
    find: (on) => [
      ...(isJson(on.button) && isText(on.button.zh)
        ? []
        : [bad('start.on.button', '请写按钮文字', 'Say what the button is called')]),
      ...(on.roles === undefined || (Array.isArray(on.roles) && on.roles.every(isText))
        ? []
        : [bad('start.on.roles', '请列出可以使用按钮的角色', 'List the roles that have the button')]),
    ],
  },
  webhook: {
    takes: ['id', 'record', 'secret_in_address'],
    find: (on, { label }, around) => [
      ...(['boolean', 'undefined'].includes(typeof on.secret_in_address)
        ? []
        : [bad('start.on.secret_in_address', '应为 true 或 false', 'This is true or false')]),
      ...(/^[a-z][a-z0-9_-]{0,59}$/.test(String(on.webhook))
        ? []
        : [
            bad(
              'start.on.webhook',
              'Webhook 名称应为小写字母开头的字母、数字、“-”和“_”，最长60位',
              'The name of a webhook is lower-case letters, digits, "-" and "_", at most 60',
            ),
          ]),
      ...(on.id === undefined
        ? []
        : findBadText(on.id, 'start.on.id', (source) =>
            findBadFeel(START, label, [source], around?.parseOutside, 'start.on.id'),
          )),
      ...findBadKey(on.record, label, around),
    ],
  },
  mail: {
    takes: ['record'],
    find: (on, { label }, around) => [
      ...(/^[^\s@]+@[^\s@]+$/.test(String(on.mail))
        ? []
        : [
            bad(
              'start.on.mail',
              '请写收件地址，如 service@example.com',
              'Say the address it is sent to, e.g. service@example.com',
            ),
          ]),
      ...findBadKey(on.record, label, around),
    ],
  },
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''
const findBadText = (value: unknown, place: string, find: (text: string) => Fault[]): Fault[] =>
  isText(value) ? find(value) : [bad(place, '应为 FEEL 表达式', 'This takes a FEEL expression')]

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const namedDays = ['last', 'first_working', 'last_working']
const ruleTakes: Readonly<Record<string, readonly string[]>> = {
  daily: [],
  working_day: [],
  weekly: ['weekdays'],
  monthly: ['day', 'months'],
}

const findBadSchedule = (rule: unknown): Fault[] => {
  const place = 'start.on.schedule'
  if (!isJson(rule) || !Object.hasOwn(ruleTakes, String(rule.kind)))
    return [
      bad(
        `${place}.kind`,
        '定时规则应为每天（daily）、每个工作日（working_day）、每周（weekly）或每月（monthly）',
        'A schedule is daily, working_day, weekly or monthly',
      ),
    ]
  return [
    ...findStrange(rule, ['kind', 'time', 'zone', ...ruleTakes[String(rule.kind)]!], place),
    ...findBadTime(rule.time, `${place}.time`),
    ...(rule.zone === undefined || isZone(rule.zone)
      ? []
      : [
          bad(
            `${place}.zone`,
            `没有时区“${String(rule.zone)}”，请写成 Asia/Shanghai`,
            `There is no zone "${String(rule.zone)}": write Asia/Shanghai`,
          ),
        ]),
    ...(rule.kind !== 'weekly' ||
    (isSome(rule.weekdays) && rule.weekdays.every((day) => weekdays.includes(String(day))))
      ? []
      : [
          bad(
            `${place}.weekdays`,
            '请选择星期几（monday 至 sunday）',
            'Say which days of the week, monday to sunday',
          ),
        ]),
    ...(rule.kind !== 'monthly' || isWithin(rule.day, 1, 31) || namedDays.includes(String(rule.day))
      ? []
      : [
          bad(
            `${place}.day`,
            '请写几号（1至31），或 last（最后一天）、first_working（首个工作日）、last_working（最后一个工作日）',
            'Say the day of the month, 1 to 31, or last, first_working, last_working',
          ),
        ]),
    ...(rule.kind !== 'monthly' ||
    rule.months === undefined ||
    (isSome(rule.months) && rule.months.every((month) => isWithin(month, 1, 12)))
      ? []
      : [bad(`${place}.months`, '月份应为1至12', 'Months are 1 to 12')]),
  ]
}

const isSome = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.length > 0
const isWithin = (value: unknown, from: number, to: number): boolean =>
  Number.isInteger(value) && (value as number) >= from && (value as number) <= to
const findBadTime = (time: unknown, place: string): Fault[] =>
  typeof time === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(time)
    ? []
    : [bad(place, '时间应如 08:30', 'A time looks like 08:30')]

const isZone = (zone: unknown): boolean => {
  try {
    return isText(zone) && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

const findBadDate = (on: Json, around: Surroundings | undefined): Fault[] => [
  ...findBadDateField(on.date_field, around),
  ...(on.before !== undefined && on.after !== undefined
    ? [bad('start.on.before', '“提前”和“之后”只能选一个', 'It is either before or after')]
    : []),
  ...(['before', 'after'] as const).flatMap((side) =>
    on[side] === undefined ? [] : findBadSpan(on[side], `start.on.${side}`),
  ),
  ...(on.at === undefined ? [] : findBadTime(on.at, 'start.on.at')),
  ...(on.at !== undefined && [on.before, on.after].some((span) => isJson(span) && 'hours' in span)
    ? [
        bad(
          'start.on.at',
          '按小时推算时不能再指定时刻',
          'A distance in hours leaves no room for a time of the day',
        ),
      ]
    : []),
]

const findBadDateField = (name: unknown, around: Surroundings | undefined): Fault[] => {
  if (!isText(name)) return [bad('start.on.date_field', '请选择日期字段', 'Say which date field')]
  if (!around) return []
  const field = Object.hasOwn(around.fields, name) ? around.fields[name] : undefined
  if (!field)
    return [bad('start.on.date_field', `没有字段“${name}”`, `There is no field "${name}"`, 'unknown_field')]
  if (kindOf(field).reckonedFrom === 'rows')
    return [
      bad(
        'start.on.date_field',
        `“${field.label?.zh ?? name}”是汇总字段，其变化不产生事件，不能用来启动流程`,
        `"${field.label?.en ?? name}" is a roll-up, whose changes are no events: it cannot start a process`,
        'not_a_date',
      ),
    ]
  return ['date', 'datetime'].includes(feelTypeOf(field))
    ? []
    : [
        bad(
          'start.on.date_field',
          `“${field.label?.zh ?? name}”不是日期或日期时间字段`,
          `"${field.label?.en ?? name}" is neither a date nor a moment`,
          'not_a_date',
        ),
      ]
}

const spanMax: Readonly<Record<string, number>> = { days: 3650, working_days: 1000, hours: 24 * 366 }
const findBadSpan = (span: unknown, place: string): Fault[] => {
  const units = isJson(span) ? Object.keys(span) : []
  const unit = units[0] ?? ''
  return isJson(span) &&
    units.length === 1 &&
    Object.hasOwn(spanMax, unit) &&
    isWithin(span[unit], 0, spanMax[unit]!)
    ? []
    : [
        bad(
          place,
          '应为 { days }（天，至多3650）、{ working_days }（工作日，至多1000）或 { hours }（小时，至多8784）中的一个整数',
          'This takes a whole number of { days } up to 3650, { working_days } up to 1000 or { hours } up to 8784',
        ),
      ]
}

const findBadKey = (key: unknown, label: Process['label'], around: Surroundings | undefined): Fault[] => {
  if (key === undefined) return []
  if (!isJson(key) || !isText(key.field) || !isText(key.is))
    return [
      bad(
        'start.on.record',
        '请写明按哪个字段、以什么值查找记录：{ field, is }',
        'Say by which field and what value the record is found: { field, is }',
      ),
    ]
  const field = around && (Object.hasOwn(around.fields, key.field) ? around.fields[key.field] : undefined)
  return [
    ...findStrange(key, ['field', 'is'], 'start.on.record'),
    ...(around && !field
      ? [
          bad(
            'start.on.record.field',
            `没有字段“${key.field}”`,
            `There is no field "${key.field}"`,
            'unknown_field',
          ),
        ]
      : []),
    ...(field && feelTypeOf(field) !== 'string'
      ? [
          bad(
            'start.on.record.field',
            `“${field.label?.zh ?? key.field}”不是文本或编号，不能用来查找记录`,
            `"${field.label?.en ?? key.field}" is no text or number of the record: nothing can be found by it`,
          ),
        ]
      : []),
    ...findBadFeel(START, label, [key.is], around?.parseOutside, 'start.on.record.is'),
  ]
}

/**
 * A run without a record can neither lock one nor fill in its fields, and of the actions only those on the
 * object as a whole are open to it.
 */
const findNeedsOfRecord = (definition: Process, around: Surroundings | undefined): Fault[] => [
  ...(definition.lock
    ? [
        fault(
          'needs_record',
          START,
          '没有记录的流程不能锁定记录',
          'A process without a record has nothing to lock',
          'lock',
        ),
      ]
    : []),
  ...Object.entries(definition.nodes).flatMap(([id, node]) => {
    if (('fields' in node && node.fields?.length) || node.kind === 'fill')
      return [
        fault(
          'needs_record',
          id,
          `“${node.label.zh}”要填写字段，但流程启动时没有记录`,
          `"${node.label.en ?? node.label.zh}" fills in fields, but the process starts without a record`,
        ),
      ]
    const own =
      node.kind === 'action' && node.action.startsWith(`${definition.object}.`)
        ? node.action.slice(definition.object.length + 1)
        : node.kind === 'action'
          ? node.action
          : undefined
    return own !== undefined && around && around.isCollective(own) !== true
      ? [
          fault(
            'needs_record',
            id,
            `操作“${own}”需要记录，但流程启动时没有记录`,
            `The action "${own}" needs a record, but the process starts without one`,
          ),
        ]
      : []
  }),
]
