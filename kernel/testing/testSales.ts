import { testCompanies } from './testCompanies.ts'

/**
 * Sales history as four sheets, and everything there is to know of it: what an import and the reports must
 * come to.
 */
export interface SalesHistory {
  /** accounts.csv, products.csv, sales_teams.csv, sales_pipeline.csv. */
  readonly sheet: (name: string) => Buffer
  readonly accounts: number
  readonly products: number
  readonly sellers: number
  readonly managers: number
  readonly offices: number
  /** Accounts whose sector reads technology once a slip of the pen is mended. */
  readonly technology: number
  readonly team: { readonly manager: string; readonly office: string; readonly sellers: number }
  readonly rows: number
  /** A product that nobody has as it is spelled. */
  readonly misspelt: {
    readonly value: string
    readonly meant: string
    readonly rows: number
    readonly first_row: number
  }
  /** Rows without an account. */
  readonly blank: { readonly rows: number; readonly first_row: number }
  /** Rows with both faults. */
  readonly both: number
  /** Won, lost, engaging, prospecting. */
  readonly stages: readonly [number, number, number, number]
  readonly amount: string
  /** Percent with two decimals, and how many sellers have closed a deal. */
  readonly rate: { readonly percent: string; readonly sellers: number }
  /** What was won in one month. */
  readonly month: {
    readonly from: string
    readonly to: string
    readonly won: number
    readonly amount: string
  }
  readonly sample: {
    readonly id: string
    readonly owner: string
    readonly product: string
    readonly account: string
    readonly amount: string
    readonly closed: string
    readonly engaged_at: string
    readonly closed_at: string
  }
}

const products = ['ZL Basic', 'ZL Pro', 'ZL Plus Basic', 'TM Special', 'TM Advanced', 'GK 500'] as const
const people = [
  '白启明',
  '蓝青',
  '黎晖',
  '唐果',
  '施然',
  '方毅',
  '沈默然',
  '韦达',
  '鲁宁',
  '邱叶',
  '秦岭',
  '尤加',
] as const
const managers = ['卞州', '池清', '燕北'] as const
const offices = ['Central', 'East'] as const
const sectors = ['technology', 'medical', 'retail', 'technolgy'] as const
const stages = ['Won', 'Won', 'Lost', 'Won', 'Engaging', 'Won', 'Lost', 'Prospecting'] as const

interface Row {
  readonly id: string
  readonly seller: string
  readonly product: string
  readonly account: string
  readonly stage: (typeof stages)[number]
  /** ISO days, empty where it has not come to that. */
  readonly engaged: string
  readonly closed: string
  readonly value: string
}

const accounts = testCompanies(30).map(({ full }, i) => ({
  name: full,
  sector: sectors[i % sectors.length]!,
  parent: i === 0 ? 29 : null,
}))
const team = people.map((name, i) => ({
  name,
  manager: managers[i % managers.length]!,
  office: offices[(i % managers.length) % offices.length]!,
}))

const sheetsOf = (
  rows: readonly Row[],
): Readonly<Record<string, readonly (readonly (string | number)[])[]>> => ({
  'accounts.csv': [
    ['account', 'sector', 'year_established', 'revenue', 'employees', 'office_location', 'subsidiary_of'],
    ...accounts.map(({ name, sector, parent }, i) => [
      name,
      sector,
      1985 + i,
      (250.5 + i * 17.25).toFixed(2),
      120 + 7 * i,
      'China',
      parent === null ? '' : accounts[parent]!.name,
    ]),
  ],
  'products.csv': [
    ['product', 'series', 'sales_price'],
    ...products.map((name, i) => [name, name.slice(0, 2), 500 + 350 * i]),
  ],
  'sales_teams.csv': [
    ['sales_agent', 'manager', 'regional_office'],
    ...team.map(({ name, manager, office }) => [name, manager, office]),
  ],
  'sales_pipeline.csv': [
    [
      'opportunity_id',
      'sales_agent',
      'product',
      'account',
      'deal_stage',
      'engage_date',
      'close_date',
      'close_value',
    ],
    ...rows.map((row) => [
      row.id,
      row.seller,
      row.product,
      row.account,
      row.stage,
      written(row.engaged),
      written(row.closed),
      row.value,
    ]),
  ],
})
const written = (iso: string) =>
  iso && `${Number(iso.slice(5, 7))}/${Number(iso.slice(8))}/${iso.slice(0, 4)}`

/**
 * Four hundred opportunities of thirty accounts with the dirt that such sheets have; every figure is counted
 * on the rows.
 */
export function testSales(): SalesHistory {
  const rows = Array.from({ length: 400 }, (_, i) =>
    makeRow(
      i,
      accounts.map(({ name }) => name),
    ),
  )
  const sheets = sheetsOf(rows)
  const where = (holds: (row: Row) => boolean) => ({
    rows: rows.filter(holds).length,
    first_row: rows.findIndex(holds) + 2,
  })
  const misspelt = (row: Row) => row.product === 'ZLPro'
  const blank = (row: Row) => row.account === ''
  const inStage = (stage: string) => rows.filter((row) => row.stage === stage)
  const sum = (some: readonly Row[]) =>
    `${some.reduce((total, { value }) => total + Number(value || 0), 0)}.00`
  const closed = [...inStage('Won'), ...inStage('Lost')]
  const inMay = inStage('Won').filter(({ closed: day }) => day.startsWith('2017-05-'))
  const sample = rows.find((row) => row.stage === 'Won' && row.account && !misspelt(row))!
  return {
    sheet: (name) => Buffer.from(`${sheets[name]!.map((cells) => cells.join(',')).join('\n')}\n`),
    accounts: accounts.length,
    products: products.length,
    sellers: people.length,
    managers: managers.length,
    offices: offices.length,
    technology: accounts.filter(({ sector }) => /^technol/.test(sector)).length,
    team: {
      manager: managers[0],
      office: offices[0],
      sellers: team.filter(({ manager, office }) => manager === managers[0] && office === offices[0]).length,
    },
    rows: rows.length,
    misspelt: { value: 'ZLPro', meant: 'ZL Pro', ...where(misspelt) },
    blank: where(blank),
    both: where((row) => misspelt(row) && blank(row)).rows,
    stages: [
      inStage('Won').length,
      inStage('Lost').length,
      inStage('Engaging').length,
      inStage('Prospecting').length,
    ],
    amount: sum(rows),
    rate: {
      percent: ((100 * inStage('Won').length) / closed.length).toFixed(2),
      sellers: new Set(closed.map(({ seller }) => seller)).size,
    },
    month: { from: '2017-05-01', to: '2017-06-01', won: inMay.length, amount: sum(inMay) },
    sample: {
      id: sample.id,
      owner: sample.seller,
      product: sample.product,
      account: sample.account,
      amount: `${sample.value}.00`,
      closed: sample.closed,
      engaged_at: midnight(sample.engaged),
      closed_at: midnight(sample.closed),
    },
  }
}

function makeRow(i: number, accounts: readonly string[]): Row {
  const stage = stages[(i * 5) % stages.length]!
  const product = products[(i * 7) % products.length]!
  const engaged = new Date(Date.UTC(2016, 9, 20 + (i % 120)))
  const closed = new Date(Date.UTC(2017, 2, 1 + ((i * 3) % 122)))
  const iso = (day: Date) => day.toISOString().slice(0, 10)
  const over = stage === 'Won' || stage === 'Lost'
  return {
    id: `SJ${String(i + 1).padStart(4, '0')}`,
    seller: people[(i * 11) % people.length]!,
    product: product === 'ZL Pro' ? 'ZLPro' : product,
    account: i % 7 === 3 ? '' : accounts[(i * 13) % accounts.length]!,
    stage,
    engaged: stage === 'Prospecting' ? '' : iso(engaged),
    closed: over ? iso(closed) : '',
    value: stage === 'Won' ? String(400 + ((i * 37) % 5000)) : stage === 'Lost' ? '0' : '',
  }
}

/** The first moment of a day where the company is, Asia/Shanghai. */
const midnight = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString()
