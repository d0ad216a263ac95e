import type { Dice } from './random.ts'

export interface InventedDrawing {
  readonly name: string
  /** DXF of a flat plate with holes, mm, with a title block in words. */
  readonly text: string
}

const parts = ['安装板', '侧板', '支架底板', '盖板', '连接法兰板', '加强板', '隔板', '电气背板']
const materials = ['Q235', 'SPCC', 'SUS304', '5052']

/** A sheet such as customers send along: what is cut, of what, how thick. */
export function inventDrawing(dice: Dice): InventedDrawing {
  const [part, material] = [dice.pick(parts), dice.pick(materials)]
  const [width, height] = [dice.between(8, 48) * 10, dice.between(6, 24) * 10]
  const [inset, radius] = [dice.between(10, 18), dice.pick([3.3, 4.5, 5.5, 6.6])]
  const corners: readonly (readonly [number, number])[] = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ]
  const entities = [
    ...corners.map(([x, y], at) => line([x, y], corners[(at + 1) % 4]!)),
    ...corners.map(([x, y]) => circle([x === 0 ? inset : x - inset, y === 0 ? inset : y - inset], radius)),
    ...(dice.chance(0.7) ? [circle([width / 2, height / 2], Math.round(height / 5))] : []),
    ...[`名称：${part}`, `材料：${material}`, `厚度 ${dice.pick([2, 3, 4, 5, 6, 8])}`].map((words, at) => [
      '0',
      'TEXT',
      '8',
      'TEXT',
      '10',
      '0',
      '20',
      String(-15 - at * 10),
      '40',
      '5',
      '1',
      words,
    ]),
  ]
  const whole = [
    [
      '0',
      'SECTION',
      '2',
      'HEADER',
      '9',
      '$ACADVER',
      '1',
      'AC1021',
      '9',
      '$INSUNITS',
      '70',
      '4',
      '0',
      'ENDSEC',
      '0',
      'SECTION',
      '2',
      'ENTITIES',
    ],
    ...entities,
    ['0', 'ENDSEC', '0', 'EOF'],
  ]
  return {
    name: `${part}-${dice.pick([...'ABCDEF'])}${dice.between(10, 99)}.dxf`,
    text: `${whole.flat().join('\n')}\n`,
  }
}

const line = ([x, y]: readonly [number, number], [to_x, to_y]: readonly [number, number]) => [
  '0',
  'LINE',
  '8',
  '0',
  '10',
  String(x),
  '20',
  String(y),
  '11',
  String(to_x),
  '21',
  String(to_y),
]
const circle = ([x, y]: readonly [number, number], radius: number) => [
  '0',
  'CIRCLE',
  '8',
  '0',
  '10',
  String(x),
  '20',
  String(y),
  '40',
  String(radius),
]
