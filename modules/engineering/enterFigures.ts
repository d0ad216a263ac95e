import { defineAction, number, refuse, type Label } from '../../model/index.ts'
import { drawing, type Drawing } from './drawing.ts'
import { whereMeasured } from './drawingStages.ts'

/**
 * Figures that somebody may read off a sheet where the measuring could not, by their fields on the drawing;
 * mm, mm², kg.
 */
export const enteredFigures = {
  mass_kg: { zh: '净重（kg）', en: 'Mass (kg)' },
  area_mm2: { zh: '表面积（mm²）', en: 'Surface (mm²)' },
  cut_length_mm: { zh: '切割长度（mm）', en: 'Cut length (mm)' },
  pierces: { zh: '穿孔数', en: 'Pierces' },
  bends: { zh: '折弯数', en: 'Bends' },
  holes: { zh: '孔数', en: 'Holes' },
} as const satisfies Record<string, Label>
export type EnteredFigures = Readonly<Partial<Record<keyof typeof enteredFigures, string>>>

const names = Object.keys(enteredFigures) as (keyof typeof enteredFigures)[]
const figure = (name: keyof typeof enteredFigures, whole = false) =>
  number({ min: 0, ...(whole ? { scale: 0 } : {}), label: enteredFigures[name] })

/** What was entered by hand, for a drawing that has none, too. */
export const enteredOf = ({ entered }: Pick<Drawing, 'entered'>): EnteredFigures =>
  (entered ?? {}) as EnteredFigures

/**
 * A PDF or a scan tells no bends, holes or lengths: an engineer reads them off, and they are costed as his.
 * What was measured stands.
 */
export const enterFigures = defineAction(drawing, 'enter_figures', {
  label: { zh: '人工填写尺寸', en: 'Enter figures' },
  when: whereMeasured,
  because: { zh: '测量之后才能补填尺寸', en: 'Figures are entered once it has been measured' },
  input: {
    bends: figure('bends', true),
    holes: figure('holes', true),
    cut_length_mm: figure('cut_length_mm'),
    pierces: figure('pierces', true),
    mass_kg: figure('mass_kg'),
    area_mm2: figure('area_mm2'),
  },
  async run(work, row, input) {
    const locked = await work.get(drawing, row.id)
    const before = enteredOf(locked)
    const given = names.flatMap((name) => {
      const value = input[name]
      return value === null || value === undefined ? [] : [[name, value] as const]
    })
    const measured = given.find(([name]) => locked[name] !== null && before[name] === undefined)
    if (measured)
      throw refuse(
        'figure_measured',
        {
          zh: `“${enteredFigures[measured[0]].zh}”已由文件量出，不需要填写`,
          en: `${enteredFigures[measured[0]].en} was measured on the file and need not be entered`,
        },
        { field: measured[0], status: 409 },
      )
    const entered = { ...before, ...Object.fromEntries(given) }
    const changed = await work.change(drawing, row.id, { ...Object.fromEntries(given), entered })
    await work.emit('drawing.figures_entered', { object: 'drawing', record: row.id, figures: entered })
    return changed
  },
})
