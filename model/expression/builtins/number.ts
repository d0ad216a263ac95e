import { costOfQuotient, INEXACT_STEPS } from '../arithmetic.ts'
import { spend } from '../budget.ts'
import { finite, Numeric, Numeric34, type Value } from '../value.ts'
import {
  define,
  number,
  wholePart,
  type Builtin,
  type Builtins,
  type SqlArg,
  type SqlTools,
} from './builtin.ts'

const PLACES_MAX = 400
/** Scales that the SQL writes out as a literal power of ten. */
const SQL_PLACES_MAX = 20

/** Round to `scale` decimal places, negative ones too; of a scale the fraction is passed over. */
const roundTo = (
  value: Numeric,
  scale: Value | undefined,
  mode: 0 | 1 | 2 | 3 | 4 | 5 | 6,
): Numeric | null => {
  const places = scale === undefined ? 0 : wholePart(scale)
  if (places === null || Math.abs(places) > PLACES_MAX) return null
  if (places >= 0) return finite(value.toDecimalPlaces(places, mode))
  const unit = new Numeric(10).pow(-places)
  return finite(value.times(new Numeric(10).pow(places)).toDecimalPlaces(0, mode).times(unit))
}

type WriteRound = (x: string, n: number, unit: string) => string

/** `unit` is 10^-n as a literal; every formula is exact. */
const rounding = (mode: 0 | 1 | 2 | 3 | 4 | 5 | 6, write: WriteRound, least?: number): Builtin => ({
  ...define('n, scale?', ['number', 'number'], 'number', ([n, scale]) => roundTo(number(n), scale, mode), {
    sql: ([x, scale]: readonly SqlArg[], { constant }: SqlTools) => {
      const places = scale ? wholePart(constant(scale)) : 0
      return places === null || Math.abs(places) > SQL_PLACES_MAX
        ? undefined
        : write(x!.text, places, powerOfTen(-places))
    },
  }),
  ...(least === undefined ? {} : { least }),
})

const powerOfTen = (n: number): string =>
  n >= 0 ? `1${'0'.repeat(n)}::numeric` : `0.${'0'.repeat(-n - 1)}1::numeric`
const tie: (x: string, n: number, unit: string) => string = (x, n, unit) =>
  `abs(${x} - trunc(${x}, ${n})) * 2 = ${unit}`

const up: WriteRound = (x, n, unit) =>
  `(trunc(${x}, ${n}) + case when trunc(${x}, ${n}) = ${x} then 0 else sign(${x}) * ${unit} end)`
const halfUp: WriteRound = (x, n) => `round(${x}, ${n})`
const halfDown: WriteRound = (x, n, unit) =>
  `(round(${x}, ${n}) - case when ${tie(x, n, unit)} then sign(${x}) * ${unit} else 0 end)`
const halfEven: WriteRound = (x, n, unit) =>
  `(round(${x}, ${n}) - case when ${tie(x, n, unit)} and mod(trunc(${x}, ${n}), 2 * ${unit}) = 0 then sign(${x}) * ${unit} else 0 end)`
const floor: WriteRound = (x, n, unit) =>
  `(trunc(${x}, ${n}) - case when trunc(${x}, ${n}) > ${x} then ${unit} else 0 end)`
const ceiling: WriteRound = (x, n, unit) =>
  `(trunc(${x}, ${n}) + case when trunc(${x}, ${n}) < ${x} then ${unit} else 0 end)`

const one = (
  run: (n: Numeric) => Numeric | null | boolean,
  gives: 'number' | 'boolean' = 'number',
  write?: (x: string) => string,
): Builtin =>
  define(
    'number',
    ['number'],
    gives,
    ([n], { budget }) => {
      spend(budget, write ? costOfQuotient(number(n), TWO) : INEXACT_STEPS + number(n).d.length)
      return run(number(n))
    },
    write ? { sql: ([x]) => write(x!.text) } : {},
  )

const TWO = new Numeric(2)

const inexact = (run: (n: Numeric) => Numeric): Builtin =>
  one((n) => finite(new Numeric(run(new Numeric34(n)))))

export const numbers: Builtins = {
  'floor': rounding(Numeric.ROUND_FLOOR, floor),
  'ceiling': rounding(Numeric.ROUND_CEIL, ceiling),
  'round up': rounding(Numeric.ROUND_UP, up),
  'round down': rounding(Numeric.ROUND_DOWN, (x, n) => `trunc(${x}, ${n})`),
  'round half up': rounding(Numeric.ROUND_HALF_UP, halfUp),
  'round half down': rounding(Numeric.ROUND_HALF_DOWN, halfDown),
  'round half even': rounding(Numeric.ROUND_HALF_EVEN, halfEven),
  'decimal': rounding(Numeric.ROUND_HALF_EVEN, halfEven, 2),
  'abs': define(
    'n',
    ['any'],
    ([shape]) => shape ?? { kind: 'any' },
    ([n]) => absolute(n!),
    {
      sql: ([x]) => (x!.shape.kind === 'number' || x!.shape.kind === 'days' ? `abs(${x!.text})` : undefined),
    },
  ),
  'modulo': define(
    'dividend, divisor',
    ['number', 'number'],
    'number',
    ([a, b], { budget }) => {
      spend(budget, 2 * costOfQuotient(number(a), number(b)))
      return modulo(number(a), number(b))
    },
    {
      sql: ([a, b]) => `mod(mod(${a!.text}, nullif(${b!.text}, 0)) + ${b!.text}, nullif(${b!.text}, 0))`,
    },
  ),
  'sqrt': one((n) => (n.isNegative() && !n.isZero() ? null : finite(new Numeric(new Numeric34(n).sqrt())))),
  'log': inexact((n) => n.ln()),
  'exp': inexact((n) => n.exp()),
  'odd': one(
    (n) => n.isInteger() && !n.mod(2).isZero(),
    'boolean',
    (x) => `(abs(mod(${x}, 2)) = 1)`,
  ),
  'even': one(
    (n) => n.mod(2).isZero(),
    'boolean',
    (x) => `(mod(${x}, 2) = 0)`,
  ),
}

/** The sign of the divisor: `modulo(-12, 5)` is 3. */
const modulo = (a: Numeric, b: Numeric): Numeric | null => {
  if (b.isZero()) return null
  return finite(a.mod(b).plus(b).mod(b))
}

const absolute = (value: Value): Value => {
  if (value === null || typeof value !== 'object') return null
  if (value instanceof Numeric) return finite(value.abs())
  if (!('kind' in value)) return null
  if (value.kind === 'days') return { kind: 'days', ms: Math.abs(value.ms) }
  return value.kind === 'months' ? { kind: 'months', months: Math.abs(value.months) } : null
}
