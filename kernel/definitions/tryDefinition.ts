import { refuse, Refusal, resolve, type Label, type Overlay } from '../../model/index.ts'
import { loadOverlays } from '../workspace/overlays.ts'
import type { Tx } from '../workspace/transact.ts'
import { checkDefinitions } from './check.ts'
import { placeOf, readDefinition, type Place, type Settle } from './publish.ts'

/**
 * Looks at a definition as it would be once published, its draft unless a body is given: everything that would
 * be refused, by place, and what `look` finds among the records. Changes nothing.
 */
export async function tryDefinition(
  tx: Tx,
  { body, ...place }: Place & { readonly body?: Overlay['body'] },
  look?: Settle,
) {
  const { kind, name } = placeOf(tx, place)
  const given = body ?? (await readDefinition(tx, place)).draft
  if (!given)
    throw refuse('no_draft', { zh: '没有可检查的草稿', en: 'There is no draft to check' }, { status: 409 })
  const others = (await loadOverlays(tx.workspace, tx.db)).filter(
    (one) => one.kind !== kind || one.name !== name,
  )
  const changed = { kind, name, body: given }
  try {
    const merged = resolve(tx.workspace.modules, [...others, changed], -1)
    checkDefinitions(merged, tx.workspace, changed)
    return { kind, name, ok: true, faults: [], ...(await look?.(tx, merged, changed)) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { kind, name, ok: false, faults: faultsOf(error) }
  }
}

interface DefinitionFault {
  readonly code: string
  readonly field: string | null
  readonly label: Label
}

const faultsOf = ({ code, sentence, details }: Refusal): readonly DefinitionFault[] =>
  details.missing?.map((one) => ({ code: one.code, field: details.field ?? null, label: one.label })) ?? [
    { code, field: details.field ?? null, label: sentence },
  ]
