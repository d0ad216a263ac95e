import type { Compile, Run } from './env.ts'
import type { NodeOf } from './tree.ts'
import { kindOf } from './value.ts'

const TYPE_NAMES: Partial<Record<string, string>> = {
  'date and time': 'datetime',
  'days and time duration': 'days',
  'years and months duration': 'months',
}

export const compileInstance = (node: NodeOf<'instance'>, compile: Compile): Run => {
  const of = compile(node.of)
  const wanted = TYPE_NAMES[node.type] ?? node.type.replace(/\s*<.*$/s, '')
  return (env) => {
    const kind = kindOf(of(env))
    return (
      kind !== 'null' && (wanted === 'Any' || (kind === 'reference' ? wanted === 'string' : kind === wanted))
    )
  }
}
