import { useState } from 'react'
import { shortNumber, type Measured } from './measured.ts'
import { type Word, useWords } from './words.ts'

const most = 12

/** Holes, bends and parts, one kind a row; angles in degrees, lengths in mm. */
export function Features({ measured: { holes, bends, parts } }: { readonly measured: Measured }) {
  const t = useWords()
  return (
    <div className="drawing-features">
      <Table
        title="drawing.bends"
        head={['drawing.angle', 'drawing.radius', 'drawing.length', 'drawing.count']}
        rows={bends.map((one) => [
          one.angle_deg === null ? '—' : `${shortNumber(one.angle_deg)}°`,
          shortNumber(one.radius_mm),
          shortNumber(one.length_mm),
          String(one.count),
        ])}
      />
      <Table
        title="drawing.holes"
        head={['drawing.diameter', 'drawing.depth', 'drawing.count']}
        rows={holes.map((one) => [`⌀${shortNumber(one.diameter_mm)}`, depthText(one), String(one.count)])}
      />
      {parts.length > 1 && (
        <Table
          title="drawing.parts"
          head={['drawing.part', 'drawing.mass', 'drawing.count']}
          rows={parts.map((one) => [
            one.name,
            one.mass_kg === null ? '—' : String(Number(one.mass_kg.toPrecision(4))),
            String(one.quantity),
          ])}
        />
      )}
    </div>
  )
  function depthText({ through, depth_mm }: Measured['holes'][number]): string {
    if (!through) return shortNumber(depth_mm)
    return depth_mm === null
      ? t('drawing.through')
      : t('drawing.through_depth', { depth: shortNumber(depth_mm) })
  }
}

function Table({
  title,
  head,
  rows,
}: {
  readonly title: Word
  readonly head: readonly Word[]
  readonly rows: readonly (readonly string[])[]
}) {
  const t = useWords()
  const [all, setAll] = useState(false)
  if (rows.length === 0) return null
  return (
    <div>
      <table className="plain-table drawing-table" data-table={title}>
        <caption>{t(title)}</caption>
        <thead>
          <tr>
            {head.map((word) => (
              <th key={word} scope="col">
                {t(word)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, all ? undefined : most).map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > most && !all && (
        <button type="button" className="plain-link" onClick={() => setAll(true)}>
          {t('drawing.more_rows', { n: rows.length - most })}
        </button>
      )}
    </div>
  )
}
