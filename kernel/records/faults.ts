import { refuse, type FieldFault, type Refusal } from '../../model/index.ts'

/**
 * Several fields at fault are told at once, each with its own sentence, so that a form is put right in one go;
 * the first is the answer for whoever reads one only.
 * @example refuseFaults([missingField('company', field), missingField('source', other)])
 */
export function refuseFaults(refusals: readonly Refusal[]): void {
  const [first] = refusals
  if (!first) return
  const faults = refusals.flatMap(faultsOf)
  throw faults.length > 1 ? refuse(first.code, first.sentence, { ...first.details, faults }) : first
}

const faultsOf = ({ code, sentence, details }: Refusal): readonly FieldFault[] =>
  details.faults ?? (details.field ? [{ field: details.field, code, sentence }] : [])
