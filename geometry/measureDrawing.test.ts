import { spawnSync } from 'node:child_process'
import { afterAll, expect, test } from 'vitest'
import { asciiDxf, hole, rectangle } from './dxf/dxfFixture.ts'
import { closeMeasuring, measureDrawing } from './measureDrawing.ts'
import { bracketStep } from './step/testStep.ts'
import { openPool } from './worker/measurePool.ts'

afterAll(closeMeasuring)
const plate = asciiDxf({ entities: [...rectangle(0, 0, 100, 50), ...hole(20, 20, 5)] })
const text = (words: string) => new Uint8Array(Buffer.from(words, 'latin1'))
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'measured',
    (error: { code?: string }) => error.code,
  )

test('a flat part is measured in a worker, with material and thickness given', async () => {
  const found = await measureDrawing(plate, { name: 'plate.dxf', material: 'Q235', thickness: 2 })
  expect(found.kind).toBe('dxf')
  expect(found.mass_kg).toBeCloseTo((5000 - 25 * Math.PI) * 2 * 7.85e-6, 9)
  expect(found.preview?.svg).toContain('<svg')
}, 30_000)

test('a renamed file is read as what it is, and said so', async () => {
  const found = await measureDrawing(plate, { name: 'plate.step' })
  expect(found.warnings.map((w) => w.code)).toContain('file_renamed')
}, 30_000)

test('every bad file gets a sentence of its own', async () => {
  expect(await codeOf(measureDrawing(new Uint8Array()))).toBe('file_empty')
  expect(await codeOf(measureDrawing(new Uint8Array(100 * 2 ** 20)))).toBe('file_too_large')
  expect(await codeOf(measureDrawing('no/such/file.step'))).toBe('file_not_found')
  expect(await codeOf(measureDrawing(text('hello')))).toBe('drawing_unknown')
  expect(await codeOf(measureDrawing(text('\x89PNG\r\n\x1a\n')))).toBe('drawing_not_measurable')
  expect(await codeOf(measureDrawing(plate.subarray(0, 200)))).toBe('file_truncated')
  expect(await codeOf(measureDrawing(text('0\nSECTION\n2\nENTITIES\nrubbish\n')))).toBe('dxf_damaged')
}, 30_000)

test('a broken STEP file costs nothing but its own answer', async () => {
  const broken = text(
    "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('AUTOMOTIVE_DESIGN'));\nENDSEC;\nDATA;\n#1=MANIFOLD_SOLID_BREP('x',#2);\n#2=CLOSED_SHELL('',(#2,#3,#1));\nENDSEC;\nEND-ISO-10303-21;\n",
  )
  expect(['drawing_empty', 'step_unreadable', 'drawing_unreadable']).toContain(
    await codeOf(measureDrawing(broken)),
  )
  expect(await codeOf(measureDrawing(plate))).toBe('measured')
}, 60_000)

test('a file that takes too long is stopped and the next one is measured', async () => {
  const pool = openPool({ size: 1 })
  const lines = Array.from(
    { length: 200_000 },
    (_, i) => `0\nLINE\n8\n0\n10\n${i}\n20\n0\n11\n${i + 1}\n21\n${i % 7}\n`,
  )
  const slow = text(`0\nSECTION\n2\nENTITIES\n${lines.join('')}0\nENDSEC\n0\nEOF\n`)
  expect(await codeOf(pool.measure(slow, { timeoutMs: 50 }))).toBe('drawing_timeout')
  expect((await pool.measure(plate, {})).pierces).toBe(2)
  await pool.close()
}, 60_000)

test('a file that needs more memory than allowed is stopped and the next one is measured', async () => {
  const pool = openPool({ size: 1, heapMegabytes: 48 })
  const lines = Array.from(
    { length: 300_000 },
    (_, i) => `0\nLINE\n8\n0\n10\n${i}\n20\n0\n11\n${i + 1}\n21\n${i % 7}\n`,
  )
  const large = text(`0\nSECTION\n2\nENTITIES\n${lines.join('')}0\nENDSEC\n0\nEOF\n`)
  expect(await codeOf(pool.measure(large, {}))).toBe('drawing_too_complex')
  expect((await pool.measure(plate, {})).pierces).toBe(2)
  await pool.close()
}, 60_000)

test('workers are replaced after their share of files', async () => {
  const pool = openPool({ size: 1, filesPerWorker: 2 })
  for (let i = 0; i < 5; i++) expect((await pool.measure(plate, {})).pierces).toBe(2)
  await pool.close()
}, 60_000)

test('a program that has measured ends by itself, idle workers or not', () => {
  const program = `import('./geometry/index.ts').then(async ({ measureDrawing }) => {
    const found = await measureDrawing(Uint8Array.from(JSON.parse(process.argv[1])))
    process.stdout.write(String(found.pierces))
  })`
  const root = new URL('..', import.meta.url)
  const ended = spawnSync(process.execPath, ['--import', 'tsx', '-e', program, JSON.stringify([...plate])], {
    cwd: root,
    timeout: 50_000,
    encoding: 'utf8',
  })
  expect([ended.signal, ended.stdout]).toEqual([null, '2'])
}, 60_000)

test('a STEP file is measured in a worker, a truncated one refused', async () => {
  const bytes = await bracketStep()
  expect((await measureDrawing(bytes)).thickness_mm).toBe(2)
  expect(await codeOf(measureDrawing(bytes.subarray(0, bytes.length >> 1)))).toBe('file_truncated')
}, 60_000)
