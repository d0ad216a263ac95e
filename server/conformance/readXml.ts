import { SaxesParser } from 'saxes'
import type { Element } from '../../model/decision/readDmn.ts'

/** Nothing that people write is deeper. */
const DEPTH_MAX = 200

/** A document as elements. A document type is refused: it could name what is not in the file. */
export function readXml(source: string): Element {
  const parser = new SaxesParser()
  const root: Element = { tag: '', attributes: {}, children: [], text: '' }
  const open = [root]
  parser.on('doctype', () => {
    throw new Error('a document type is not read')
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > DEPTH_MAX) throw new Error('the document is nested too deeply')
    const plain = Object.entries(attributes).map(([key, value]) => [withoutPrefix(key), String(value)])
    const element: Element = {
      tag: withoutPrefix(name),
      attributes: Object.fromEntries(plain),
      children: [],
      text: '',
    }
    open.at(-1)!.children.push(element)
    open.push(element)
  })
  const addText = (text: string) => void (open.at(-1)!.text += text)
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => void open.pop())
  parser.on('error', (error) => {
    throw error
  })
  parser.write(source).close()
  return root.children[0]!
}

const withoutPrefix = (name: string) => name.replace(/^.*:/, '')
