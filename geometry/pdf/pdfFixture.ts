/**
 * A one-page PDF for tests, A4 across, with words in a font that carries only its Unicode map, as CAD
 * programs write it. Places in points from the lower left.
 */
export function makePdf(
  words: readonly { text: string; x: number; y: number; size?: number }[],
  drawing = '',
): Uint8Array {
  const letters = [...new Set(words.flatMap(({ text }) => [...text]))]
  const code = (letter: string) => (letters.indexOf(letter) + 1).toString(16).padStart(4, '0')
  const content =
    words
      .map(
        ({ text, x, y, size = 10 }) =>
          `BT /F ${size} Tf ${x} ${y} Td <${[...text].map(code).join('')}> Tj ET`,
      )
      .join('\n') + `\n10 10 100 50 re S\n${drawing}`
  const map = letters
    .map((letter) => `<${code(letter)}> <${letter.charCodeAt(0).toString(16).padStart(4, '0')}>`)
    .join('\n')
  const toUnicode = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <0000> <ffff> endcodespacerange\n${letters.length} beginbfchar\n${map}\nendbfchar endcmap end end`
  return assemble([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    stream(content),
    '<< /Type /Font /Subtype /Type0 /BaseFont /Some /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>',
    '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Some /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 7 0 R /DW 1000 >>',
    '<< /Type /FontDescriptor /FontName /Some /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>',
    stream(toUnicode),
  ])
}

const stream = (content: string): string => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`

function assemble(objects: readonly string[]): Uint8Array {
  let text = '%PDF-1.7\n'
  const offsets = objects.map((object, i) => {
    const at = text.length
    text += `${i + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const start = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('')}`
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return new Uint8Array(Buffer.from(text, 'latin1'))
}
