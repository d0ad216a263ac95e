import { expect, test } from 'vitest'
import { findGaps, readable, readMeasured, shortNumber, tellDoubts } from './measured.ts'
import { picturesOf, svgAddress, viewingDistance, zoomed } from './pictures.ts'

const file = (id: string, purpose: string | null) => ({ id, name: id, size: 1, purpose })

test('a drawing shows its model first, then the flat pattern, each once', () => {
  const pictures = picturesOf([
    file('a', 'preview_svg'),
    file('b', 'drawing'),
    file('c', 'preview_glb'),
    file('d', 'preview_svg'),
    file('e', null),
  ])
  expect(pictures.map(({ kind, file }) => [kind, file.id])).toEqual([
    ['model', 'c'],
    ['flat', 'a'],
  ])
})

test('a flat picture is shown as data, so that it belongs to no origin', () => {
  expect(svgAddress(new TextEncoder().encode('<svg id="孔#1"/>').buffer)).toBe(
    'data:image/svg+xml,%3Csvg%20id%3D%22%E5%AD%94%231%22%2F%3E',
  )
})

test('zooming ends at the frame and at eight times', () => {
  expect(zoomed(1, -1)).toBe(1)
  expect(zoomed(1, 1)).toBe(1.5)
  expect(zoomed(8, 1)).toBe(8)
})

test('the camera stands where the widest point just fits, further off in a narrow frame and for what is near', () => {
  const wide = [10, 0, 0, -10, 0, 0]
  expect(viewingDistance(wide, 90, 1)).toBeCloseTo(11)
  expect(viewingDistance(wide, 90, 0.5)).toBeCloseTo(22)
  expect(viewingDistance([0, 10, 5], 90, 2)).toBeCloseTo(16)
})

test('a measurement that was too large to keep whole is still read', () => {
  expect(readMeasured({ kind: 'step', warnings: [] })).toMatchObject({ holes: [], bends: [], parts: [] })
  expect(readMeasured(null)).toEqual({ holes: [], bends: [], parts: [], warnings: [] })
})

test('what the sheet contradicts is told apart from what the measuring doubts', () => {
  const measured = readMeasured({
    warnings: [{ code: 'unit', label: { zh: '图纸没有注明单位', en: 'No unit is stated' } }],
  })
  const row = {
    id: '1',
    version: 1,
    doubts: [{ code: 'unit', label: { zh: '图纸没有注明单位', en: 'No unit is stated' } }],
    differences: [{ code: 'weight_differs', sheet: '法兰.pdf', stated: 5 }],
  }
  expect(
    tellDoubts(row as never, measured, {
      weight_differs: { zh: '{{sheet}} 标注 {{stated}} kg', en: '{{sheet}} states {{stated}} kg' },
    }),
  ).toEqual({
    doubts: [{ zh: '图纸没有注明单位', en: 'No unit is stated' }],
    differences: [{ zh: '法兰.pdf 标注 5 kg', en: '法兰.pdf states 5 kg' }],
  })
  expect(tellDoubts({ id: '1', version: 1 } as never, measured, {})).toEqual({ doubts: [], differences: [] })
})

test('a drawing from before doubts were kept as codes is read from its text', () => {
  const measured = readMeasured({
    warnings: [{ code: 'unit', label: { zh: '图纸没有注明单位', en: 'No unit is stated' } }],
  })
  const row = {
    id: '1',
    version: 1,
    warnings: '图纸没有注明单位\n法兰.pdf：图纸标注重量 5 kg，三维模型为 3.56 kg',
  }
  expect(tellDoubts(row as never, measured, {})).toEqual({
    doubts: [{ zh: '图纸没有注明单位', en: 'No unit is stated' }],
    differences: [{ zh: '法兰.pdf：图纸标注重量 5 kg，三维模型为 3.56 kg' }],
  })
})

test('a title block more than two percent off the measured mass is pointed out, and a stated thickness too', () => {
  const row = {
    id: '1',
    version: 1,
    title_weight_kg: '5',
    mass_kg: '4',
    thickness: '2',
    thickness_mm: '2.03',
  }
  expect(findGaps(row as never)).toEqual([{ what: 'mass', stated: '5', measured: '4', percent: 25 }])
  expect(
    findGaps({ ...row, title_weight_kg: null, thickness: '3' } as never).map(({ what }) => what),
  ).toEqual(['thickness'])
})

test('figures are read with six digits, lengths to a hundredth', () => {
  expect([readable('454085.802112'), readable('0.000123456789'), readable('3')]).toEqual([
    '454,086',
    '0.000123457',
    '3',
  ])
  expect([shortNumber(17.99999), shortNumber(6.5), shortNumber(null)]).toEqual(['18', '6.5', '—'])
})
