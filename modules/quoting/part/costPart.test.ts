import { Decimal } from 'decimal.js'
import { expect, test } from 'vitest'
import { processTemplate } from '../../engineering/index.ts'
import { askRules, type Ask } from './askRules.ts'
import { costParts } from './costPart.ts'
import { wordNotes, wordSource } from './costSentences.ts'
import type { PartFigures } from './figures.ts'
import { shareCuts } from './shareCuts.ts'
import { askShipped, startingWorkshop } from './shippedWorkshop.ts'
import { cost, channel, amounts, block } from './testParts.ts'

test('the same figures, order and workshop give the same price, to the last word', async () => {
  expect(await cost(channel, { batch: '37', surface: 'powder' })).toEqual(
    await cost(channel, { batch: '37', surface: 'powder' }),
  )
})

test('a sheet is cut along its outline and bent as often as it has bends', async () => {
  const { rows } = await cost(channel)
  expect(rows.map(({ key, hours }) => [key, hours])).toEqual([
    ['material', undefined],
    ['laser', '0.0112'],
    ['bending', '0.0139'],
  ])
  expect(amounts({ rows } as never)).toMatchObject({ material: '11.50' })
})

test('a milled part pays for the block it is cut from, its set-ups and its holes', async () => {
  const { rows } = await cost(block)
  expect(rows.map(({ key, machine_type }) => [key, machine_type])).toEqual([
    ['material', undefined],
    ['saw', 'saw'],
    ['milling', 'cnc'],
    ['drilling', 'drill'],
  ])
  const blank = 105 * 55 * 25
  expect(rows[0]).toMatchObject({
    loss_rate: new Decimal(1).minus(new Decimal(60000).div(blank)).toDecimalPlaces(4).toString(),
  })
  expect(rows[2]).toMatchObject({
    setup_hours: '1',
    hours: new Decimal((blank - 60000) / 1000 / 8 + 2)
      .div(60)
      .toDecimalPlaces(4, Decimal.ROUND_UP)
      .toString(),
  })
})

test('aluminium comes off three times as fast as steel, stainless slower', async () => {
  const hours = async (material: string) =>
    Number((await cost({ ...block, material })).rows.find(({ key }) => key === 'milling')!.hours)
  expect(await hours('6061')).toBeLessThan(await hours('45#'))
  expect(await hours('SUS304')).toBeGreaterThan(await hours('45#'))
})

test('set-up is shared by the batch, and from ten pieces on scrap is paid by the good ones', async () => {
  const [one, hundred] = [amounts(await cost(channel)), amounts(await cost(channel, { batch: '100' }))]
  expect(Number(one.laser)).toBeGreaterThan(10 * Number(hundred.laser))
  expect(one.scrap).toBeUndefined()
  const base = ['material', 'laser', 'bending'].reduce((sum, key) => sum.plus(hundred[key]!), new Decimal(0))
  expect(hundred.scrap).toBe(base.mul('0.01').div('0.99').toFixed(2))
})

test('surface is paid by area or by weight, at least the least charge of a batch', async () => {
  expect(amounts(await cost(channel, { surface: 'powder' })).surface).toBe('17.50')
  expect(amounts(await cost(channel, { surface: 'hot_dip' })).surface).toBe('100.00')
  expect(amounts(await cost(channel, { surface: 'hot_dip', batch: '1000' })).surface).toBe('5.60')
})

test('work given out and a tool paid by its pieces are on the sheet', async () => {
  const { rows, missing } = await cost(block, {
    services: ['heat_treatment'],
    tool_cost: '12000',
    tool_pieces: '8000',
    batch: '500',
  })
  expect(missing).toEqual([])
  expect(rows.find(({ kind }) => kind === 'outsourcing')).toMatchObject({
    item: { code: 'service', service: '热处理', service_en: 'heat treatment' },
    amount: '2.83',
  })
  expect(rows.find(({ kind }) => kind === 'tooling')).toMatchObject({
    amount: '1.50',
    source: { kind: 'hand' },
  })
  expect((await cost(block, { tool_cost: '12000' })).missing).toHaveLength(1)
})

test('every item says where its figures come from: the price with its day, the rule with its version', async () => {
  const { rows } = await cost(channel, {
    batch: '100',
    surface: 'powder',
    tool_cost: '100',
    tool_pieces: '10',
  })
  for (const { source } of rows)
    expect(
      wordSource(source.notes).zh &&
        wordSource(source.notes).en &&
        (source.kind === 'hand' || source.date || (source.rule && source.version)),
    ).toBeTruthy()
  expect(rows[1]!.source).toMatchObject({ kind: 'rule', rule: 'operation_time/laser', version: 'shipped' })
  expect(rows[0]!.source).toMatchObject({
    kind: 'price_list',
    date: startingWorkshop.today,
    rule: 'process_rules/sheet_metal',
  })
})

test('the ways of making that are shipped have their operations, and an hour for each of them', async () => {
  const ways = processTemplate.rules.map(({ id }) => id)
  expect(ways).toEqual([
    'sheet_metal',
    'section',
    'turned',
    'milled',
    'wire_cut',
    'moulded',
    'stamped',
    'assembly',
    'punched',
    'welded',
  ])
  const known: PartFigures = {
    ...block,
    thickness_mm: '3',
    cut_length_mm: '3600',
    pierces: '4',
    bends: '2',
    solids: 3,
    mass_kg: '0.5',
  }
  for (const process of ways) {
    const { rows, missing } = await cost({ ...known, process })
    expect([process, missing]).toEqual([process, []])
    expect(rows.filter(({ kind }) => kind === 'machining').length).toBeGreaterThan(0)
  }
})

test('what the drawing does not tell is named and not guessed', async () => {
  const missing = async (figures: Partial<PartFigures>) =>
    wordNotes((await cost({ ...channel, ...figures })).missing)[0]!
  expect((await missing({ mass_kg: null })).zh).toMatch('量不出体积')
  expect((await missing({ material: null })).en).toMatch('names no material')
  expect(await missing({ cut_length_mm: null })).toMatchObject({
    zh: expect.stringMatching('激光切割：切割长度'),
    en: expect.stringMatching('Laser cutting: cut length'),
  })
  expect((await missing({ process: 'unknown' })).en).toMatch('process is unknown')
})

test('a company that punches instead of cutting by laser changes one row and has its hours', async () => {
  const punching: Ask = async (decision, context) =>
    decision === 'process_template'
      ? {
          values: { template: 'sheet_metal', operations: ['punch'] },
          rule: 'process_template/own',
          version: 2,
        }
      : askShipped(decision, context)
  const [order, part] = [{ batch: '1' }, { figures: channel, pieces: 1 }]
  const { rows } = costParts(
    [{ part, rules: await askRules(punching, part, order), nesting: 'none' }],
    order,
    startingWorkshop,
  )
  expect(rows[1]).toMatchObject({
    key: 'punch',
    machine_type: 'punch',
    hours: new Decimal(4 + 3600 / 20).div(200).div(60).toDecimalPlaces(4, Decimal.ROUND_UP).toString(),
  })
})

test('a part is welded for as long as its weld metal takes; a single body whose welds nobody stated has no time that could be costed', async () => {
  const frame: PartFigures = { ...block, process: 'welded', material: 'Q235', solids: 4, thickness_mm: '4' }
  const minutes = new Decimal('1.1').mul(2000).mul(16).div(2).mul('0.00000785').div('0.015').plus(4)
  expect((await cost({ ...frame, weld_mm: '2000' })).rows.find(({ key }) => key === 'welding')).toMatchObject(
    { machine_type: 'welder', hours: minutes.div(60).toDecimalPlaces(4, Decimal.ROUND_UP).toString() },
  )
  expect((await cost(frame)).rows.find(({ key }) => key === 'welding')).toMatchObject({ hours: '0.15' })
  expect(
    (await cost({ ...frame, solids: 1 })).missing.map((said) => wordNotes([said])[0]!.zh).join(),
  ).toMatch('焊接：焊缝长度未知')
})

test('a punched part pays a hit for each hole and each step along its outline, then its burrs and bends', async () => {
  const { rows } = await cost({ ...channel, process: 'punched' })
  expect(rows.map(({ key, machine_type }) => [key, machine_type])).toEqual([
    ['material', undefined],
    ['punch', 'punch'],
    ['deburring', 'bench'],
    ['bending', 'press_brake'],
  ])
  expect(rows[1]).toMatchObject({
    hours: new Decimal(4 + 3600 / 20).div(200).div(60).toDecimalPlaces(4, Decimal.ROUND_UP).toString(),
    source: { rule: 'operation_time/punch' },
  })
})

test('cuts that neighbours share are not paid twice', async () => {
  const nesting = {
    batch: 10,
    laid: 10,
    loss_rate: '0.1',
    sheets: 1,
    width: 1250,
    height: 2500,
    last: [500, 500],
    method: 'rows',
    by: 'x',
    saved_cut_mm: 6000,
  } as const
  const part = shareCuts({ figures: { ...channel, process: 'flat_cut' }, pieces: 1 }, nesting)
  expect(String(part.figures.cut_length_mm)).toBe('3000')
  const { rows } = costParts(
    [{ part, rules: await askRules(askShipped, part, { batch: '10' }), nesting }],
    { batch: '10' },
    startingWorkshop,
  )
  const laser = rows.find(({ key }) => key === 'laser')!
  expect(laser.hours).toBe(
    new Decimal(3000)
      .div(1000)
      .div(6)
      .plus(new Decimal(4).div(60))
      .div(60)
      .toDecimalPlaces(4, Decimal.ROUND_UP)
      .toString(),
  )
  expect(wordSource(laser.source.notes).zh).toContain('共边切割每件省 600 mm')
  expect(
    shareCuts({ figures: { ...channel, process: 'wire_cut' }, pieces: 1 }, nesting).figures.cut_length_mm,
  ).toBe('3600')
})
