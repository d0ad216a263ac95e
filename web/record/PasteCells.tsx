import { useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useEffect, useEffectEvent, useState } from 'react'
import type { AnyField, AnyRow, ScreenObject } from '../ground/definitions.ts'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { changeMany, forget } from '../ground/records.ts'
import { useSay } from '../ground/say.tsx'
import { useScreens } from '../ground/session.ts'
import { Wide } from '../ground/Wide.tsx'
import { useLabel, useWords } from '../words/words.ts'
import { readBlock, writeBlock, type PastedRow } from './pasteBlock.ts'

/** A moment of rest after the last key. */
const restMs = 150

interface Props {
  readonly object: ScreenObject
  readonly fields: Readonly<Record<string, AnyField>>
  readonly block: readonly (readonly string[])[]
  readonly items: readonly AnyRow[]
  readonly columns: readonly string[]
  readonly onClose: () => void
}

/**
 * A block from a spreadsheet before it is written: what each cell means, and what is wrong with it, to be put
 * right in place. Rows that are refused stay here; the others are done, and can be taken back.
 */
export default function PasteCells(props: Props) {
  const t = useWords()
  const { fields, block, items, onClose } = props
  const { columns, texts, rows, error, busy, faulty, open, write, type } = usePasted(props)
  return (
    <Modal
      open
      width={960}
      title={t('paste.title', { rows: block.length, columns: columns.length })}
      onCancel={onClose}
      mask={{ closable: false }}
      data-testid="paste"
      footer={
        <div className="row spread">
          <span className="quiet" data-testid="paste-state" aria-live="polite">
            {t(faulty > 0 ? 'paste.faulty' : 'paste.good', { n: faulty, open })}
          </span>
          <span className="row">
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button
              type="primary"
              loading={busy}
              disabled={!rows || open === 0}
              onClick={() => void write()}
              data-testid="paste-write"
            >
              {t('paste.write')}
            </Button>
          </span>
        </div>
      }
    >
      <ProblemNote error={error} />
      <PasteTable {...{ fields, columns, texts, rows, items }} onType={type} />
    </Modal>
  )
}

interface TableProps extends Pick<Props, 'fields' | 'items'> {
  readonly columns: readonly string[]
  readonly texts: Props['block']
  readonly rows: readonly PastedRow[] | undefined
  readonly onType: (row: number, column: number, text: string) => void
}

function PasteTable({ fields, items, columns, texts, rows, onType }: TableProps) {
  const t = useWords()
  const label = useLabel()
  return (
    <Wide label={t('paste.table')}>
      <table className="plain-table paste-table">
        <thead>
          <tr>
            <th scope="col">{t('import.row')}</th>
            {columns.map((name) => (
              <th scope="col" key={name}>
                {label(fields[name]!.label, name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {texts.map((cells, i) => (
            <tr key={i} className={rows?.[i]?.done ? 'done' : undefined} data-row={i}>
              <th scope="row">
                {i + 1}
                {!items[i] && <span className="quiet"> {t('common.new')}</span>}
                {rows?.[i]?.fault && (
                  <span className="cell-fault" role="alert">
                    {rows[i].fault}
                  </span>
                )}
              </th>
              {columns.map((name, at) => {
                const fault = rows?.[i]?.cells[at]?.fault
                return (
                  <td key={name}>
                    {fault ? (
                      <>
                        <Input
                          status="error"
                          aria-invalid
                          aria-label={t('import.cell', {
                            row: i + 1,
                            column: label(fields[name]!.label, name),
                          })}
                          value={cells[at] ?? ''}
                          onChange={(event) => onType(i, at, event.target.value)}
                        />
                        <span className="cell-fault" role="alert">
                          {fault}
                        </span>
                      </>
                    ) : (
                      (cells[at] ?? '')
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

/** What the block means, what came of writing it, and the way to put its cells right. */
function usePasted({ object, fields, block, items, columns: all, onClose }: Props) {
  const t = useWords()
  const label = useLabel()
  const say = useSay()
  const client = useQueryClient()
  const { objects } = useScreens()
  const columns = all.slice(0, Math.max(...block.map((row) => row.length)))
  const [texts, setTexts] = useState(block)
  const [rows, setRows] = useState<readonly PastedRow[]>()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const read = useEffectEvent(async (said: typeof block) => {
    try {
      const next = await readBlock({
        rows: said,
        items,
        columns,
        fields,
        titleOf: (name) => objects[name]?.title ?? 'number',
        say: {
          locked: (name) => t('paste.locked', { name: label(fields[name]!.label, name) }),
          notFound: (text) => t('paste.not_found', { text }),
          several: (text) => t('paste.several', { text }),
        },
      })
      setRows((before) => next.map((row, i) => (before?.[i]?.done ? before[i] : row)))
    } catch (failed) {
      setError(failed)
    }
  })
  useEffect(() => {
    const timer = setTimeout(() => void read(texts), restMs)
    return () => clearTimeout(timer)
  }, [texts])

  const faulty = (rows ?? []).filter((row) => row.fault || row.cells.some(({ fault }) => fault)).length
  const open = (rows ?? []).filter((row) => !row.done).length
  async function write() {
    setBusy(true)
    setError(undefined)
    try {
      const next = await writeBlock(object.name, rows!, columns)
      const done = next.filter((row, i) => row.done && !rows![i]!.done && row.item)
      setRows(next)
      forget(client, object.name)
      if (done.length > 0)
        say.undoable(t('bulk.done', { n: done.length }), async () => {
          await changeMany(
            object.name,
            done.map(({ item }) => ({
              id: item!.id,
              ...Object.fromEntries(columns.map((name) => [name, item![name] ?? null])),
            })),
          )
          forget(client, object.name)
          say.done(t('bulk.undone'))
        })
      if (next.every((row) => row.done)) onClose()
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
    }
  }
  const type = (row: number, at: number, text: string) =>
    setTexts(texts.map((cells, i) => (i === row ? cells.map((cell, k) => (k === at ? text : cell)) : cells)))
  return { columns, texts, rows, error, busy, faulty, open, write, type }
}
