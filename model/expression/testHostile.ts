import fc from 'fast-check'

/** Names of fields that a hostile expression speaks of: a number, a text and a date of some row. */
export interface Fields {
  readonly number: string
  readonly text: string
  readonly date: string
}

type Text = fc.Arbitrary<string>

const between = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max })
const huge = fc.constantFrom(30_000, 99_999, 100_000, 1_000_000, 999_999_999)
const size = fc.oneof(between(1, 40), between(100, 3000), between(5000, 99_999), huge)
const small = between(1, 60)
const deep = fc.constantFrom(10, 100, 240, 260, 900, 3000)
const letters = fc.constantFrom('a', 'ab', 'x y ', '贯通', '😀', ' ', '"\\""'.slice(1, -1))

/** `n` copies of what stands before, and of what stands behind, around a core. */
const around = (before: string, core: string, behind: string, n: number): string =>
  before.repeat(n) + core + behind.repeat(n)
/** `n` loops inside one another, each of which makes twice of what it gets. */
const doubled = (what: string, sign: '+' | '*', n: number): string =>
  Array.from({ length: n }, (_, i) => (i === 0 ? what : `x${i - 1}`))
    .map((x, i) => `for x${i} in [${x} ${sign} ${x}] return `)
    .join('') + `x${n - 1}`

const bombs = [
  '(a+)+$',
  '(a|a)*$',
  '(.*a){20}$',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '(x+x+)+y',
  '([^b]|a)*c',
  '(a{1,500}){1,2}b',
  '((a{1,30}){1,30}){1,30}',
  '(?:a?){300}a{300}',
  '\\\\p{L}+\\\\d',
  '(a*)*(b*)*(c*)*$',
  '(?=a)b',
  '(a)\\\\1',
  '(((',
]
const ways = fc.constantFrom<(subject: string, pattern: string) => string>(
  (subject, pattern) => `matches(${subject}, "${pattern}")`,
  (subject, pattern) => `count(split(${subject}, "${pattern}")) > 1`,
  (subject, pattern) => `string length(replace(${subject}, "${pattern}", "$0$0$0")) > 1`,
)
const lists: readonly ((n: number, m: number) => string)[] = [
  (n) => `for a in 1..${n} return a`,
  (n) => `for a in 1..${n} return modulo(a * 7919, 1009)`,
  (n) => `for a in 1..${n} return "text " + string(a)`,
  (n) => `for a in 1..${n} return [a, [a, [a]]]`,
  (n) => `for a in 1..${n} return {k: a, l: [a]}`,
  (n, m) => `for a in 1..${n}, b in 1..${m} return a * b`,
  (n) => `for a in 1..${n} return @"2026-01-01" + @"P1D" * a`,
  (n) => `for a in 1..${n} return @"2026-01-01T00:00:00" + @"PT7H" * a`,
  (n) => `for a in 1..${n} return partial`,
  (n) => `for a in 1..${n} return [partial[-1], partial[-1]]`,
  (n) => `for a in 1..${n} return if a = 1 then "ab" else partial[-1] + partial[-1]`,
  (n) => `for a in 1..${n} return if a = 1 then 1234567.891 else partial[-1] * partial[-1]`,
  (n, m) => `for a in 1..${n} return for b in 1..${m} return a`,
]
const readers: readonly ((list: string, m: number) => string)[] = [
  (l) => `count(distinct values(${l})) > 1`,
  (l) => `count(union(${l}, ${l})) > 1`,
  (l, m) => `count(index of(${l}, ${m})) > 1`,
  (l) => `count(flatten(${l})) > 1`,
  (l) => `sort(${l}, function(x, y) x > y)[1] = 1`,
  (l) => `sort(${l})[1] = 1`,
  (l) => `(${l}) = (${l})`,
  (l) => `list contains(${l}, ${l})`,
  (l) => `string length(string(${l})) > 1`,
  (l) => `string join(${l}, ", ") = ""`,
  (l) => `count(concatenate(${l}, ${l}, ${l})) > 1`,
  (l) => `max(${l}) > 1`,
  (l) => `sum(${l}) > 1`,
  (l) => `product(${l}) > 1`,
  (l) => `median(${l}) > 1`,
  (l) => `mean(${l}) > 1`,
  (l) => `some x in ${l}, y in ${l} satisfies x = y + 0.5`,
  (l) => `every x in ${l} satisfies some y in ${l} satisfies y = x`,
  (l, m) => `count((${l})[item > ${m}]) > 1`,
  (l) => `count(reverse(${l})) > 1`,
  (l, m) => `count(sublist(${l}, ${m})) > 1`,
  (l, m) => `count(insert before(${l}, 1, ${m})) > 1`,
  (l) => `all(for x in ${l} return x != ${l})`,
  (l) => `count((${l}).k) > 1`,
  (l) => `string length((${l})[-1]) > 1`,
  (l) => `count(for x in ${l} return count(distinct values(${l}))) > 1`,
]

const someList = fc.constantFrom(...lists)
const someReader = fc.constantFrom(...readers)
const someBomb = fc.constantFrom(...bombs)
const joins = fc.constantFrom('or', 'and')
type List = (n: number, m: number) => string
const readList = ([list, reader, n, m]: [
  List,
  (list: string, m: number) => string,
  number,
  number,
]): string => reader(list(n, m), m)

/** Expressions that would take minutes, gigabytes or the stack where nothing bounds them, or are long. */
export const hostile = ({ number, text, date }: Fields): Text =>
  fc.oneof(
    { weight: 8, arbitrary: fc.tuple(someList, someReader, size, small).map(readList) },
    { weight: 2, arbitrary: fc.tuple(someList, someReader, size, size).map(readList) },
    {
      weight: 3,
      arbitrary: fc.tuple(someBomb, between(1, 5000), ways, letters).map(([bomb, n, way, letter]) => {
        const grown = `string join(for i in 1..${n} return "aaaaaaaaaa${letter}") + "!"`
        return way(n < 900 ? `"${letter.repeat(n)}!"` : grown, bomb)
      }),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          deep,
          fc.constantFrom<readonly [string, string, string]>(
            ['(', '1', ')'],
            ['[', '1', ']'],
            ['{a: ', '1', '}'],
            ['not(', 'true', ')'],
            ['-', '1', ''],
            ['if true then ', '1', ' else 2'],
            ['for a in [1] return ', '1', ''],
            ['some a in [true] satisfies ', 'true', ''],
            ['function(a) ', '1', ''],
            ['count(', '[1]', ')'],
            ['1 + ', '1', ''],
            [`${text} + `, '""', ''],
            ['(', 'true', ' = true)'],
            [`${number} = 1 or `, 'true', ''],
            ['[1][', '1', ']'],
            ['(((', '', ''],
            ['a b ', '', ''],
            [`(${number} = `, '1', ')'],
            ['"\\"', '', ''],
            ['{k: 1, ', '', ''],
            ['{f: function(x) x, g: ', '1', '}'],
            ['substring(', '"a"', ', 1)'],
            ['round half even(', number, ')'],
          ),
        )
        .map(([n, [before, core, behind]]) => `${around(before, core, behind, n)} = 1`),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(size, small)
        .chain(([n, m]) =>
          fc.constantFrom(
            `10 ** 6000 / 3 > ${n}`,
            `modulo(10 ** 6000, 3.${'12345'.repeat(6)}) > 1`,
            `(1.0000001 ** ${n}) ** 0.${m} > 1`,
            `exp(exp(${m})) > 1`,
            `count(for i in 1..${n} return sqrt(i) + log(i) + exp(i / 1000)) > 1`,
            `count(for i in 1..${n} return 10 ** 6000 / i) > 1`,
            `number(string join(for i in 1..${n} return "7")) ** 8 > 1`,
            `sum(for i in 1..${n} return number("1." + string join(for j in 1..${m} return "3"))) > 1`,
            `string length(string(10 ** 6000)) * ${n} > 1`,
            `count(for i in 1..${n} return string(10 ** 6000)) > 1`,
          ),
        ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(size, small)
        .chain(([n, m]) =>
          fc.constantFrom(
            `{f: function(n) if n = 0 then 0 else f(n - 1) + f(n - 1), r: f(${m})}.r = 1`,
            `{f: function(n) f(n + 1), r: f(1)}.r = 1`,
            `{f: function(g, n) g(g, n + 1), r: f(f, 1)}.r = 1`,
            `{f: function(n) if n = 0 then [] else [f(n - 1), f(n - 1)], r: f(${m})}.r = []`,
            `count(sort(for i in 1..${n} return i, function(x, y) count(for j in 1..${m} return j) > x)) = 1`,
            `{f: function(l) for x in l return f(l), r: f([1, 2, 3])}.r = 1`,
            `get entries({a: for i in 1..${n} return i})[1].value = 1`,
          ),
        ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(size, small)
        .chain(([n, m]) =>
          fc.constantFrom(
            `count(for i in 1..${n} return (now() + @"PT1H" * i).hour) > ${m}`,
            `count(for i in 1..${n} return date and time("2026-01-01T00:00:00@Asia/Shanghai")) > 1`,
            `count(for i in 1..${n} return date and time("2026-01-01T00:00:00@No/Zone" + string(i))) > 1`,
            `today() + @"P1D" * ${n} * ${n} > today()`,
            `string(now() + @"P1D" * ${n} * ${n}) = ""`,
            `count(for i in 1..${n} return week of year(today() + @"P1D" * i)) > 1`,
            `every d in (for i in 1..${n} return now() + @"PT1S" * i) satisfies d > today()`,
            `${date} + @"P1Y" > @"2026-01-01" + @"P1M" * ${n}`,
            `duration("P${'9'.repeat(m)}D") > @"PT1S"`,
          ),
        ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(between(1, 4000), joins)
        .chain(([n, join]) =>
          fc.constantFrom(
            Array.from({ length: n }, (_, i) => `${text} = "${i}"`).join(` ${join} `),
            `${number} in [${Array.from({ length: n }, (_, i) => i).join(', ')}]`,
            `${text} in (${Array.from({ length: n }, (_, i) => `"${i}"`).join(', ')})`,
            Array.from({ length: n }, () => number).join(' + '),
            `${text} = "${'x'.repeat(n * 5)}"`,
            'word '.repeat(n),
            `{${Array.from({ length: n }, (_, i) => `k${i}: ${i}`).join(', ')}}.k1 = 1`,
            `"${'\\"'.repeat(n)}`,
            `x${'y'.repeat(n * 4)} = 1`,
          ),
        ),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(size, small)
        .chain(([n, m]) =>
          fc.constantFrom(
            `count(for a in 1..${n}, b in 1..${n} return ${number} * a) > 1`,
            `some a in 1..${m}, b in 1..${m}, c in 1..${m}, d in 1..${m} satisfies ${number} = a + b + c + d`,
            `${number} in (for a in 1..${n} return a)`,
            `${date} in (for a in 1..${n} return @"2026-01-01" + @"P1D" * a)`,
            `sum(for a in 1..${n} return ${number}) > 1`,
            `${text} = string join(for a in 1..${n} return "xxxxxxxxxx")`,
            `contains(${text}, string join(for a in 1..${n} return "xxxxxxxxxx"))`,
            `count(${doubled(text, '+', m)}) > 0`,
            `sum(flatten(${doubled(number, '*', m)})) > 0`,
            around('(', `${number} > 1`, ` = (${text} = "a"))`, m),
            around('(if ', `${number} > 1`, ` then ${text} = "a" else ${text} = "b")`, m),
            `${around('round half up(', number, ' / 3, 2)', m)} > 1`,
            `list contains(for a in 1..${n} return ${text}, "a")`,
            `count(distinct values(for a in 1..${n} return ${number})) > 1`,
          ),
        ),
    },
  )
