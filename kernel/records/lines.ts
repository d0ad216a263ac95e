import { sql } from 'kysely'
import { linesKind, refuse, type AnyRow, type Field, type Label } from '../../model/index.ts'
import { asTrusted, type Tx } from '../workspace/transact.ts'
import { table } from '../workspace/workspace.ts'

export interface Lines {
  readonly name: string
  readonly field: Field & { readonly of: string; readonly by: string }
  readonly rows: unknown
}

/** The corridor, handed in because the corridor itself calls us. */
export interface Corridor {
  createRecord(tx: Tx, object: string, input: Readonly<Record<string, unknown>>): Promise<AnyRow>
  changeRecord(tx: Tx, object: string, id: string, input: Readonly<Record<string, unknown>>): Promise<AnyRow>
  removeRecord(tx: Tx, object: string, id: string): Promise<void>
}

/**
 * Makes the child rows what the caller sent: rows with an id change, rows without are added, rows left out
 * go.
 */
export async function writeLines(
  tx: Tx,
  parent: AnyRow,
  { name, field, rows }: Lines,
  { createRecord, changeRecord, removeRecord }: Corridor,
): Promise<void> {
  const wanted = linesKind.schema(field).safeParse(rows)
  if (!wanted.success)
    throw refuse(
      'field_invalid',
      {
        zh: `“${field.label?.zh ?? name}”应为明细行的数组`,
        en: `"${field.label?.en ?? name}" must be a list of rows`,
      },
      { field: name },
    )
  const { rows: present } = await sql<{ id: string }>`
    select id from ${table(tx.workspace, field.of)} where ${sql.id(field.by)} = ${parent.id} and deleted_at is null`.execute(
    tx.db,
  )
  const kept = new Set<string>()
  // Who may write the parent may write its rows; the fields of a row obey the same rules as anywhere.
  for (const [i, row] of (wanted.data as Record<string, unknown>[]).entries()) {
    const { id, ...values } = row
    const known = typeof id === 'string' && present.some((one) => one.id === id)
    if (id !== undefined && id !== null && !known)
      throw refuse(
        'line_unknown',
        { zh: `第${i + 1}行不属于该单据`, en: `Row ${i + 1} does not belong to this record` },
        { field: name },
      )
    const written = await namingRow(name, i, () =>
      known
        ? changeRecord(tx, field.of, id, values)
        : createRecord(tx, field.of, {
            owner: parent.owner,
            department: parent.department,
            ...values,
            [field.by]: parent.id,
          }),
    )
    kept.add(written.id)
  }
  for (const { id } of present) if (!kept.has(id)) await removeRecord(asTrusted(tx), field.of, id)
}

/** A refusal inside a row says which row: `lines[2].price`. */
async function namingRow<T>(name: string, index: number, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'Refusal') throw error
    const { code, sentence, details } = error as unknown as ReturnType<typeof refuse>
    const inRow = (said: Label) => ({
      zh: `第${index + 1}行：${said.zh}`,
      en: `Row ${index + 1}: ${said.en ?? said.zh}`,
    })
    const place = (field?: string) => `${name}[${index}]${field ? `.${field}` : ''}`
    throw refuse(code, inRow(sentence), {
      ...details,
      field: place(details.field),
      ...(details.faults && {
        faults: details.faults.map((one) => ({
          ...one,
          field: place(one.field),
          sentence: inRow(one.sentence),
        })),
      }),
    })
  }
}
