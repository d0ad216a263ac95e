import { scopeOf, type Definitions, type Scope } from '../../model/index.ts'
import { tableText } from '../workspace/table.ts'

/** Names usable in expressions over an object of this workspace. */
export const scopeFor = (
  definitions: Definitions,
  workspace: { readonly name: string },
  object: string,
  further?: Scope,
): Scope => scopeOf(definitions, object, (name) => tableText(workspace, name), further)
