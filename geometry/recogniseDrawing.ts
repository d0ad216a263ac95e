import type { Label } from '../model/refuse.ts'

export type DrawingKind = 'step' | 'dxf' | 'dwg' | 'pdf' | 'iges' | 'stl' | 'image' | 'unknown'

export interface Recognition {
  readonly kind: DrawingKind
  /** Flavour where the file says so: AP242, AC1021, R12, PNG, SolidWorks. */
  readonly detail?: string
  readonly label: Label
}

/**
 * Says what a file is by its content; the name is never asked, because customers rename.
 * @param bytes the beginning of the file, at least its first 64 KB (or all of it)
 * @param totalBytes size of the whole file, which tells a binary STL from noise
 * @example recogniseDrawing(new TextEncoder().encode('ISO-10303-21;')).kind // 'step'
 */
export function recogniseDrawing(bytes: Uint8Array, totalBytes = bytes.length): Recognition {
  const head = latin(bytes.subarray(0, 65536))
  for (const look of [lookForSignature, lookForStep, lookForDxf, lookForPdf, lookForIges]) {
    const found = look(bytes, head)
    if (found) return found
  }
  return (
    lookForStl(bytes, head, totalBytes) ?? named('unknown', undefined, '无法识别的文件', 'Unrecognised file')
  )
}

/** AutoCAD release of a `$ACADVER` or DWG magic. Source: Autodesk DXF reference, HEADER section. */
export const releaseNames: Readonly<Record<string, string>> = {
  AC1006: 'R10',
  AC1009: 'R12',
  AC1012: 'R13',
  AC1014: 'R14',
  AC1015: '2000',
  AC1018: '2004',
  AC1021: '2007',
  AC1024: '2010',
  AC1027: '2013',
  AC1032: '2018',
}

const signatures: readonly [pattern: RegExp, kind: DrawingKind, detail: string, zh: string, en: string][] = [
  [/^\x89PNG\r\n\x1a\n/, 'image', 'PNG', 'PNG 图片', 'PNG image'],
  [/^\xff\xd8\xff/, 'image', 'JPEG', 'JPEG 图片', 'JPEG image'],
  [/^GIF8[79]a/, 'image', 'GIF', 'GIF 图片', 'GIF image'],
  [/^(II\*\0|MM\0\*)/, 'image', 'TIFF', 'TIFF 图片', 'TIFF image'],
  [/^RIFF[^]{4}WEBP/, 'image', 'WebP', 'WebP 图片', 'WebP image'],
  [/^[^]{4}ftyp(heic|heix|mif1|avif)/, 'image', 'HEIF', 'HEIF 图片', 'HEIF image'],
  [/^BM[^]{4}\0\0\0\0/, 'image', 'BMP', 'BMP 图片', 'BMP image'],
  [
    /^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/,
    'unknown',
    'OLE',
    'OLE 文档（可能是 SolidWorks、Word 或 Excel）',
    'OLE document (SolidWorks, Word or Excel)',
  ],
  [/^PK\x03\x04/, 'unknown', 'ZIP', '压缩包或 Office 文档', 'ZIP archive or Office document'],
  [/^Rar!\x1a\x07/, 'unknown', 'RAR', 'RAR 压缩包', 'RAR archive'],
  [/^7z\xbc\xaf\x27\x1c/, 'unknown', '7Z', '7z 压缩包', '7z archive'],
  [/^\x1f\x8b/, 'unknown', 'GZIP', 'gzip 压缩包', 'gzip archive'],
  [/^\*\*ABCDEFGHIJKLMNOPQRSTUVWXYZ/, 'unknown', 'Parasolid', 'Parasolid 模型', 'Parasolid model'],
  [/^Version [^\n]{0,40} JT/, 'unknown', 'JT', 'JT 模型', 'JT model'],
]

function lookForSignature(_bytes: Uint8Array, head: string): Recognition | undefined {
  const dwg = /^(AC10\d\d|AC2\.10|AC1\.\d\d?|MC0\.0)/.exec(head)
  if (dwg)
    return named(
      'dwg',
      dwg[0],
      `DWG 图纸（${releaseNames[dwg[0]] ?? dwg[0]}）`,
      `DWG drawing (${releaseNames[dwg[0]] ?? dwg[0]})`,
    )
  const hit = signatures.find(([pattern]) => pattern.test(head))
  return hit && named(hit[1], hit[2], hit[3], hit[4])
}

function lookForStep(_bytes: Uint8Array, head: string): Recognition | undefined {
  if (!/^(\xef\xbb\xbf)?(\s|\/\*[^]*?\*\/)*ISO-10303-21\s*;/.test(head)) return undefined
  const protocol = protocolOf(/FILE_SCHEMA\s*\(([^;]*)\)\s*;/.exec(head)?.[1] ?? '')
  const suffix = protocol ?? 'ISO 10303-21'
  return named('step', protocol, `STEP 三维模型（${suffix}）`, `STEP 3D model (${suffix})`)
}

/** Schema names are those registered by ISO 10303 parts 203, 214 and 242. */
function protocolOf(schema: string): string | undefined {
  if (/AP242/i.test(schema)) return 'AP242'
  if (/AUTOMOTIVE_DESIGN/i.test(schema)) return 'AP214'
  if (/CONFIG_CONTROL_DESIGN|AP203/i.test(schema)) return 'AP203'
  return /'\s*([A-Za-z0-9_]+)/.exec(schema)?.[1]
}

function lookForDxf(_bytes: Uint8Array, head: string): Recognition | undefined {
  const binary = head.startsWith('AutoCAD Binary DXF\r\n\x1a\0')
  const ascii = /^(\xef\xbb\xbf)?(\s*999\s*[\r\n][^\r\n]*[\r\n])*\s*0[ \t]*[\r\n]+[ \t]*(SECTION|EOF)\b/.test(
    head,
  )
  if (!binary && !ascii) return undefined
  const release = /\$ACADVER[^A]{1,12}(AC10\d\d)/.exec(head)?.[1]
  const name = release === undefined ? 'R12' : (releaseNames[release] ?? release)
  const detail = [release ?? 'R12', ...(binary ? ['binary'] : [])].join(' ')
  return named(
    'dxf',
    detail,
    `DXF 图纸（${name}${binary ? '，二进制' : ''}）`,
    `DXF drawing (${name}${binary ? ', binary' : ''})`,
  )
}

function lookForPdf(_bytes: Uint8Array, head: string): Recognition | undefined {
  const version = /%PDF-(\d\.\d)/.exec(head.slice(0, 1024))?.[1]
  return version === undefined ? undefined : named('pdf', version, 'PDF 图纸', 'PDF drawing')
}

/** IGES is 80-column cards with the section letter in column 73. Source: IGES 5.3, 2.2.4. */
function lookForIges(_bytes: Uint8Array, head: string): Recognition | undefined {
  const found = /^[^\n]{72}S {0,6}0*1\s*[\r\n]/.test(head)
  return found ? named('iges', undefined, 'IGES 三维模型', 'IGES 3D model') : undefined
}

function lookForStl(bytes: Uint8Array, head: string, totalBytes: number): Recognition | undefined {
  if (/^\s*solid\b[^\n]*\n\s*(facet\s+normal|endsolid)/.test(head))
    return named('stl', 'ASCII', 'STL 网格', 'STL mesh')
  if (bytes.length < 84) return undefined
  const triangles = new DataView(bytes.buffer, bytes.byteOffset).getUint32(80, true)
  return triangles > 0 && totalBytes === 84 + 50 * triangles
    ? named('stl', 'binary', 'STL 网格', 'STL mesh')
    : undefined
}

const named = (kind: DrawingKind, detail: string | undefined, zh: string, en: string): Recognition => ({
  kind,
  ...(detail === undefined ? {} : { detail }),
  label: { zh, en },
})

const latin = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
