import iconv from 'iconv-lite'

/** Turns one-character-a-byte text into words. */
export type Decode = (raw: string) => string

const pages: Readonly<Record<string, string>> = {
  ANSI_936: 'gbk',
  GB2312: 'gbk',
  GBK: 'gbk',
  ANSI_950: 'big5',
  BIG5: 'big5',
  ANSI_932: 'shift_jis',
  ANSI_949: 'euc-kr',
}

/**
 * Before AC1021 a DXF is in the code page of its header, from there on in UTF-8. Many writers lie, so valid
 * UTF-8 wins, and under a western or missing page bytes that only come in GBK pairs are read as GBK.
 */
export function chooseDecoder({ release, codepage }: { release?: string; codepage?: string }): Decode {
  const page = pages[(codepage ?? '').toUpperCase()]
  const utf8First = (release ?? '') >= 'AC1021'
  return (raw) => {
    if (!/[\x80-\xff]/.test(raw)) return unescape(raw)
    const bytes = Buffer.from(raw, 'latin1')
    if (utf8First || page === undefined || isUtf8(bytes)) {
      if (isUtf8(bytes)) return unescape(bytes.toString('utf8'))
    }
    const western = (codepage ?? '').replace(/^ANSI_/i, 'windows-')
    const fallback = looksGbk(raw) ? 'gbk' : iconv.encodingExists(western) ? western : 'windows-1252'
    return unescape(iconv.decode(bytes, page ?? fallback))
  }
}

const isUtf8 = (bytes: Buffer): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes))
    return true
  } catch {
    return false
  }
}

const looksGbk = (raw: string): boolean => /^([\x00-\x7f]|[\x81-\xfe][\x40-\x7e\x80-\xfe])*$/.test(raw)

/** `\U+4E2D`, `\M+5D6D0` and `%%c` as AutoCAD writes them. */
function unescape(text: string): string {
  return text
    .replace(/\\U\+([0-9A-Fa-f]{4})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replace(/\\M\+5([0-9A-Fa-f]{4})/g, (_, hex: string) => iconv.decode(Buffer.from(hex, 'hex'), 'gbk'))
    .replace(/%%[cC]/g, 'Ø')
    .replace(/%%[dD]/g, '°')
    .replace(/%%[pP]/g, '±')
    .replace(/%%[uUoO]/g, '')
}

/** The words of an MTEXT without its formatting codes. */
export const plainText = (text: string): string =>
  text
    .replace(/\\[ACcFfHhLlOoQqTtWwKkp][^;\\{}]*;/g, '')
    .replace(/\\S([^;]*);/g, '$1')
    .replace(/\\P/g, '\n')
    .replace(/\\[LlOoKk]/g, '')
    .replace(/\\~/g, ' ')
    .replace(/[{}]/g, '')
    .trim()
