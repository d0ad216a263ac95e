import type { ContentType } from './contentType.ts'

/**
 * Names under which a content may rightly travel. Content that only a name can tell apart (a log, a CSV of
 * one column) is generous.
 */
const namesOf: Readonly<Record<string, readonly string[]>> = {
  jpg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  tif: ['tif', 'tiff'],
  step: ['step', 'stp', 'p21'],
  igs: ['igs', 'iges'],
  gz: ['gz', 'tgz'],
  ogg: ['ogg', 'oga', 'opus'],
  mp4: ['mp4', 'm4v', 'mov', 'm4a'],
  webm: ['webm', 'mkv', 'weba'],
  heic: ['heic', 'heif'],
  html: ['html', 'htm'],
  sldprt: ['sldprt', 'sldasm', 'slddrw'],
  xlsx: ['xlsx', 'xlsm'],
  docx: ['docx', 'docm'],
  pptx: ['pptx', 'pptm'],
  zip: ['zip', 'xlsx', 'docx', 'pptx', 'xlsm', 'ods', 'odt', 'epub', '3mf'],
  ole: ['xls', 'doc', 'ppt', 'xlsx', 'docx', 'msg', 'sldprt', 'sldasm', 'slddrw'],
  csv: ['csv', 'tsv', 'txt', 'log', 'md'],
  txt: [
    'txt',
    'csv',
    'tsv',
    'log',
    'md',
    'json',
    'xml',
    'yml',
    'yaml',
    'ini',
    'nc',
    'tap',
    'sta',
    'mt940',
    'eml',
    'ics',
    'vcf',
  ],
}

/**
 * Whether a file carries a name that its content supports. A picture called .pdf or a web page called .png
 * does not. A name without an ending, and content nobody recognises, promise nothing and so cannot lie,
 * unless the name claims a format that is always recognised.
 */
export function agreesWithName({ extension, kind }: ContentType, filename: string): boolean {
  const ending = /\.([^.\\/]+)$/.exec(filename)?.[1]?.toLowerCase()
  if (!ending) return true
  if (kind === 'unknown' && extension === 'bin') return !alwaysRecognised.has(ending)
  return (namesOf[extension] ?? [extension]).includes(ending)
}

const alwaysRecognised = new Set([
  'pdf',
  'png',
  'jpg',
  'jpeg',
  'gif',
  'webp',
  'bmp',
  'tif',
  'tiff',
  'step',
  'stp',
  'dxf',
  'dwg',
  'zip',
  'xlsx',
  'docx',
  'pptx',
  'xls',
  'doc',
  'ppt',
  'rar',
  '7z',
  'gz',
  'wav',
  'heic',
])

/**
 * Whether a browser may show a content in place, sent with nosniff and this very type. Only formats that
 * cannot carry script: no SVG, HTML or XML. Anything else is sent as an attachment.
 */
export function safeInline(type: string): boolean {
  return /^(image\/(png|jpeg|gif|webp|bmp|avif)|application\/pdf|audio\/(mpeg|wav|ogg|flac|aac|mp4)|video\/(mp4|webm)|text\/plain)$/.test(
    type,
  )
}
