import { sql, type RawBuilder } from 'kysely'
import { quoteName } from '../../model/index.ts'

/** Schema-qualified, quoted table of an object or of the kernel (`_event`). */
export const table = (workspace: { readonly name: string }, name: string): RawBuilder<unknown> =>
  sql.id(workspace.name, name)
/** The same as text, for the SQL that expressions compile to. */
export const tableText = (workspace: { readonly name: string }, name: string) =>
  `${quoteName(workspace.name)}.${quoteName(name)}`
