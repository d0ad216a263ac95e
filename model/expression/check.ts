import { builtins, findBuiltin } from './builtins/all.ts'
import { makeBudget, spend, type Budget } from './budget.ts'
import { arrangeBuiltin } from './call.ts'
import { inferLiteral, refuseBadPattern } from './checkLiterals.ts'
import { ExpressionError, refuseUnknown, type Place } from './error.ts'
import { enterItem, itemOf, namesOf, openNames, withNames, type Known, type Names } from './names.ts'
import { findEntry, type FeelType, type Scope } from './scope.ts'
import { ANY, joinShapes, shapeOfEntry, shapeOfValue, typeOfShape, type Shape } from './shape.ts'
import type { Expression, Node, NodeOf } from './tree.ts'
import { isNumber } from './value.ts'

interface Walk {
  /** Called for every path that is used. */
  readonly use: (path: readonly string[]) => void
  readonly budget: Budget
}

/** Refuse a name that the scope does not know, where it stands. */
export const checkNames = (root: Node, scope: Scope, budget: Budget): void => {
  infer(root, namesOf(scope), { use: () => {}, budget })
}

/** The static type, `any` where it depends on the values. */
export const typeOf = (expression: Expression, scope: Scope): FeelType =>
  typeOfShape(infer(expression.root, namesOf(scope), { use: () => {}, budget: makeBudget() }).shape)

/** Every path from the base row, so that references and collections can be loaded before evaluating. */
export const pathsOf = (expression: Expression): readonly (readonly string[])[] => {
  const paths = new Map<string, readonly string[]>()
  const names = expression.scope ? namesOf(expression.scope) : openNames([])
  infer(expression.root, names, { use: (path) => paths.set(path.join('\u0000'), path), budget: makeBudget() })
  return [...paths.values()]
}

const infer = (node: Node, names: Names, walk: Walk): Known => {
  const known = reach(node, names, walk)
  if (known.path && (node.is === 'name' || node.is === 'path')) walk.use(known.path)
  return known
}

const BOOLEAN: Known = { shape: { kind: 'boolean' } }

/** A node is checked in so many steps. */
const CHECK_STEPS = 10

/** Like `infer`, without reporting the path of the node itself: a longer path contains it. */
const reach = (node: Node, names: Names, walk: Walk): Known => {
  const see = (part: Node, inner = names): Known => infer(part, inner, walk)
  spend(walk.budget, CHECK_STEPS)
  switch (node.is) {
    case 'literal':
      return { shape: shapeOfValue(node.value, walk.budget) }
    case 'name':
      return findName(node.name, names, node)
    case 'input':
      return names.find('?') ?? { shape: ANY }
    case 'path':
      return stepInto(reach(node.of, names, walk), node.name, node)
    case 'filter':
      return inferFilter(node, names, walk)
    case 'negate':
      return { shape: see(node.of).shape }
    case 'arithmetic':
      return { shape: shapeOfArithmetic(node.op, see(node.left).shape, see(node.right).shape) }
    case 'compare':
    case 'and':
    case 'or':
      see(node.left)
      see(node.right)
      return BOOLEAN
    case 'between':
      see(node.of)
      see(node.low)
      see(node.high)
      return BOOLEAN
    case 'in': {
      const input = see(node.of)
      for (const test of node.tests) see(test, withNames({ '?': input }, names))
      return BOOLEAN
    }
    case 'test':
      see(node.right)
      return BOOLEAN
    case 'tests':
      for (const test of node.tests === 'any' ? [] : node.tests) see(test)
      return BOOLEAN
    case 'if':
      see(node.when)
      return { shape: joinShapes(see(node.then).shape, see(node.else).shape) }
    case 'some':
    case 'every':
      see(node.satisfies, bindAll(node.over, names, walk))
      return BOOLEAN
    case 'for': {
      const inner = withNames({ partial: { shape: { kind: 'list', of: ANY } } }, names)
      return { shape: { kind: 'list', of: see(node.gives, bindAll(node.over, inner, walk)).shape } }
    }
    case 'list':
      return {
        shape: {
          kind: 'list',
          of: node.items.map((item) => see(item).shape).reduce(joinShapes, { kind: 'null' }),
        },
      }
    case 'context':
      return inferContext(node, names, walk)
    case 'call':
      return inferCall(node, names, walk)
    case 'function':
      see(node.body, withNames(Object.fromEntries(node.params.map((name) => [name, { shape: ANY }])), names))
      return { shape: { kind: 'function' } }
    case 'instance':
      see(node.of)
      return BOOLEAN
    case 'range':
      return { shape: { kind: 'range', of: joinShapes(see(node.start).shape, see(node.end).shape) } }
  }
}

const findName = (name: string, names: Names, place: Place): Known => {
  const known = names.find(name)
  if (known) return known
  throw refuseUnknown(name, names.all(), place)
}

const PARTS: Partial<Record<Shape['kind'], Readonly<Record<string, Shape['kind']>>>> = (() => {
  const date = { year: 'number', month: 'number', day: 'number', weekday: 'number' } as const
  const time = { 'hour': 'number', 'minute': 'number', 'second': 'number' } as const
  const days = { days: 'number', hours: 'number', minutes: 'number', seconds: 'number' } as const
  const months = { years: 'number', months: 'number' } as const
  return {
    date,
    days,
    months,
    time: { ...time, 'time offset': 'days', 'timezone': 'string' },
    datetime: { ...date, ...time, 'time offset': 'days', 'timezone': 'string' },
    duration: { ...days, ...months },
    range: { 'start': 'any', 'end': 'any', 'start included': 'boolean', 'end included': 'boolean' },
  } as const
})()

const stepInto = (from: Known, name: string, node: NodeOf<'path'>): Known => {
  const path = from.path ? { path: [...from.path, name] } : {}
  const { shape } = from
  switch (shape.kind) {
    case 'any':
    case 'null':
      return { shape: ANY, ...path }
    case 'list': {
      const inner = stepInto({ ...from, shape: shape.of }, name, node)
      return { ...inner, shape: { kind: 'list', of: inner.shape } }
    }
    case 'row':
    case 'reference': {
      const entry = findEntry(shape.scope, name)
      if (entry) return { shape: shapeOfEntry(entry), ...path }
      if (name === 'id') return { shape: { kind: 'string' }, ...path }
      throw refuseUnknown(name, Object.keys(shape.scope), endOf(node, name))
    }
    case 'context':
      if (Object.hasOwn(shape.fields, name)) return { shape: shape.fields[name]! }
      throw refuseUnknown(name, Object.keys(shape.fields), endOf(node, name))
    default: {
      const parts = PARTS[shape.kind] ?? {}
      if (Object.hasOwn(parts, name))
        return { shape: { kind: parts[name] } as Shape, ...(from.path ? { path: from.path } : {}) }
      throw refuseUnknown(name, Object.keys(parts), endOf(node, name))
    }
  }
}

/** The last name of a path is what is wrong, not the whole path. */
const endOf = (node: Place, name: string): Place => ({ from: node.to - name.length, to: node.to })

const inferFilter = (node: NodeOf<'filter'>, names: Names, walk: Walk): Known => {
  const source = infer(node.of, names, walk)
  const item = itemOf(source)
  if (node.by.is === 'literal' && node.by.value !== null && isNumber(node.by.value)) return item
  const by = infer(node.by, enterItem(item, names), walk).shape.kind
  if (by === 'number') return item
  return by === 'boolean' || source.shape.kind !== 'any'
    ? { ...source, shape: { kind: 'list', of: item.shape } }
    : source
}

const bindAll = (over: NodeOf<'for'>['over'], names: Names, walk: Walk): Names =>
  over.reduce((inner, { name, of }) => withNames({ [name]: itemOf(infer(of, inner, walk)) }, inner), names)

const inferContext = (node: NodeOf<'context'>, names: Names, walk: Walk): Known => {
  const fields: Record<string, Shape> = {}
  let inner = names
  for (const { name, of } of node.entries) {
    fields[name] = infer(of, inner, walk).shape
    inner = withNames({ [name]: { shape: fields[name] } }, inner)
  }
  return { shape: { kind: 'context', fields } }
}

const inferCall = (node: NodeOf<'call'>, names: Names, walk: Walk): Known => {
  const shapes = node.args.map((arg) => infer(arg, names, walk).shape)
  const builtin = findBuiltin(node.name)
  if (!builtin) {
    if (node.on.is !== 'name') infer(node.on, names, walk)
    else if (!names.find(node.name))
      throw refuseUnknown(node.name, [...Object.keys(builtins), ...names.all()], node.on)
    return { shape: ANY }
  }
  const placed = arrangeBuiltin(builtin, shapes, node.named)
  const many = builtin.gathers || builtin.rest
  if (placed === null || placed.length < builtin.least || (!many && placed.length > builtin.takes.length))
    throw new ExpressionError(
      'wrong_arguments',
      {
        zh: `${node.name}的参数应为（${builtin.names.join('、')}）`,
        en: `${node.name} takes (${builtin.names.join(', ')})`,
      },
      node,
    )
  refuseBadPattern(node, builtin, walk.budget)
  const literal = inferLiteral(node, builtin, walk.budget)
  if (literal) return literal
  const given = placed.map((shape) => shape ?? ANY)
  const args: Shape[] =
    builtin.gathers && !(given.length === 1 && given[0]!.kind === 'list')
      ? [{ kind: 'list', of: given.reduce(joinShapes, { kind: 'null' }) }]
      : given
  return {
    shape: typeof builtin.gives === 'function' ? builtin.gives(args) : ({ kind: builtin.gives } as Shape),
  }
}

export const shapeOfArithmetic = (op: string, a: Shape, b: Shape): Shape => {
  const [x, y] = [a.kind, b.kind]
  const lasts = (kind: string): boolean => kind === 'days' || kind === 'months' || kind === 'duration'
  if (x === 'number' && y === 'number') return a
  if (x === 'string' && y === 'string') return a
  if (x === 'any' || y === 'any' || x === 'null' || y === 'null') return ANY
  if (op === '+') return lasts(y) ? (lasts(x) && x !== y ? { kind: 'duration' } : a) : lasts(x) ? b : ANY
  if (op === '-') return lasts(y) ? a : lasts(x) ? ANY : { kind: 'days' }
  if (op === '*') return lasts(x) ? a : lasts(y) ? b : ANY
  return lasts(x) ? (lasts(y) ? { kind: 'number' } : a) : ANY
}
