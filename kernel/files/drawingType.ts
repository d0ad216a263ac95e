import type { ContentType } from './contentType.ts'

/**
 * CAD formats by their own first words. Sources: ISO 10303-21, AutoCAD DXF reference, Open Design
 * specification for DWG, IGES 5.3, the STL of 3D Systems.
 */
export function drawingTypeOf(head: Buffer, size: number): ContentType | undefined {
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  if (/^AC(10(09|12|14|15|18|21|24|27|32)|10\d\d|1\.\d\d|2\.\d\d)[\0-\x1f\x80-\xff]/.test(text))
    return { type: 'image/vnd.dwg', extension: 'dwg', kind: 'dwg' }
  // ISO 10303-21 begins with this keyword; only blanks and comments may stand before it
  if (/^(\s|\/\*[\s\S]*?\*\/)*ISO-10303-21\s*;/.test(text))
    return { type: 'model/step', extension: 'step', kind: 'step' }
  if (text.startsWith('AutoCAD Binary DXF\r\n\x1a\0') || isDxf(text))
    return { type: 'image/vnd.dxf', extension: 'dxf', kind: 'dxf' }
  // Column 73 of the first card of an IGES file is the S of its start section, then its number
  if (/^[^\r\n]{72}S[ 0]{6}1\s*[\r\n]/.test(text))
    return { type: 'model/iges', extension: 'igs', kind: 'iges' }
  if (/^\s*solid\b[^\r\n]*\r?\n\s*(facet\s+normal\s|endsolid)/i.test(text))
    return { type: 'model/stl', extension: 'stl', kind: 'stl' }
  // Binary STL has no signature: 80 bytes, the number of triangles, 50 bytes each, and nothing else
  if (head.length >= 84 && size === 84 + 50 * head.readUInt32LE(80) && size > 84)
    return { type: 'model/stl', extension: 'stl', kind: 'stl' }
  return undefined
}

/** Pairs of a group code and a value; the first that is no comment (999) opens a section. */
function isDxf(text: string): boolean {
  return /^\s*(999\s*\r?\n[^\r\n]*\r?\n\s*)*0[ \t]*\r?\n[ \t]*SECTION[ \t]*\r?\n[ \t]*2[ \t]*\r?\n[ \t]*(HEADER|CLASSES|TABLES|BLOCKS|ENTITIES|OBJECTS|THUMBNAILIMAGE)/i.test(
    text,
  )
}
