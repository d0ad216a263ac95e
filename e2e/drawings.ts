import { readFileSync } from 'node:fs'
import { flangeStep } from '../geometry/step/testStep.ts'

/** A drawing as it is handed to an upload. */
export interface OwnDrawing {
  readonly name: string
  readonly content: Buffer
}

/** The plate of the tour: flat, with its material and thickness in the title block. */
export const plateDrawing = (): OwnDrawing => ({
  name: '安装板.dxf',
  content: readFileSync(new URL('../docs/tour-files/mounting-plate.dxf', import.meta.url)),
})

/** A pipe flange, made as it is asked for: a body to be turned round on the screen. */
export const flangeDrawing = async (): Promise<OwnDrawing> => ({
  name: '法兰.step',
  content: Buffer.from(await flangeStep()),
})
