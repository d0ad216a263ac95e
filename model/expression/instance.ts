import type { Compile, Run } from './env.ts'
import type { NodeOf } from './tree.ts'
import { isOfType, readTypeName } from './typeNames.ts'

export const compileInstance = (node: NodeOf<'instance'>, compile: Compile): Run => {
  const [of, type] = [compile(node.of), readTypeName(node.type)]
  return (env) => isOfType(of(env), type, env.clock)
}
