import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import * as libredwg from '@mlightcad/libredwg-web'
import { refuse } from '../../model/refuse.ts'
import { readDxf } from '../dxf/readDxf.ts'
import type { FlatDrawing } from '../flat/drawing.ts'

/** What is used of LibreDWG; its own types cannot be resolved by node's rules. */
interface LibreDwg {
  readonly wasmInstance: {
    readonly FS: { writeFile(path: string, bytes: Uint8Array): void; readFile(path: string): Uint8Array }
    dwg_write_dxf(from: string, to: string): number
  }
}
const { LibreDwg: maker } = libredwg as unknown as {
  LibreDwg: { create(wasmFolder: string): Promise<LibreDwg> }
}

/** From here on LibreDWG's codes are critical (dwg.h, DWG_ERR_CRITICAL); below, something was skipped. */
const critical = 128

/**
 * DWG by way of DXF: LibreDWG writes what it has read as DXF of the same release, and our own reader takes it
 * from there, so that both formats give the same figures. A fresh instance for each file, because one that
 * met a damaged file does not recover.
 */
export async function readDwg(bytes: Uint8Array): Promise<FlatDrawing> {
  const { wasmInstance } = await compileOnce()
  try {
    wasmInstance.FS.writeFile('in.dwg', bytes)
    const error = wasmInstance.dwg_write_dxf('in.dwg', 'out.dxf')
    if (error >= critical) throw new Error(`LibreDWG error ${error}`)
    return readDxf(wasmInstance.FS.readFile('out.dxf'), { layersMayLie: true })
  } catch (error) {
    throw unreadable(String(error))
  }
}

/**
 * LibreDWG holds functions so large that V8's optimising compiler spends ten seconds and half a gigabyte on
 * each file, for code that runs once: it is compiled without it. The flag is of the process, so it is set
 * back at once.
 */
async function compileOnce(): Promise<LibreDwg> {
  setFlagsFromString('--liftoff-only')
  try {
    return await maker.create(wasmFolder())
  } finally {
    setFlagsFromString('--no-liftoff-only')
  }
}

const wasmFolder = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('@mlightcad/libredwg-web')), '..', 'wasm') + '/'

const unreadable = (cause: string) =>
  refuse(
    'dwg_unreadable',
    {
      zh: 'DWG 文件无法读取，可能不完整或版本不支持；请另存为 DXF 或 2018 以下版本的 DWG',
      en: 'The DWG file cannot be read; it may be cut off or of an unknown release, please save it as DXF or an older DWG',
    },
    { data: { cause } },
  )
