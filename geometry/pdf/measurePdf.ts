import { warn } from '../flat/drawing.ts'
import { readThickness } from '../flat/readNotes.ts'
import type { MeasureOptions, Measurement } from '../measurement.ts'
import { readTitleBlock } from '../titleBlock.ts'
import { readPdf } from './readPdf.ts'

/** A PDF is evidence, not geometry: what its words say, to be held against the 3D model. */
export async function measurePdf(
  bytes: Uint8Array,
  options: MeasureOptions = {},
): Promise<Omit<Measurement, 'kind' | 'label'>> {
  const { nature, texts, box_mm, png, pages } = await readPdf(bytes, { picture: options.preview !== false })
  const title = readTitleBlock(texts)
  const reason =
    nature === 'scan'
      ? { zh: '扫描件，没有可读的文字', en: 'A scan without readable words' }
      : { zh: 'PDF 只有文字和线条，没有可测的实体', en: 'A PDF has words and lines but no body to measure' }
  return {
    detail: `${nature}, ${pages}`,
    unit: 'mm',
    unit_source: 'inferred',
    solids: 0,
    parts: [],
    volume_mm3: null,
    area_mm2: null,
    mass_kg: title?.weight_kg ?? null,
    box_mm,
    thickness_mm: options.thickness ?? readThickness(texts.map((t) => t.text)) ?? null,
    bends: [],
    holes: [],
    cut_length_mm: null,
    pierces: null,
    net_area_mm2: null,
    process: { kind: 'unknown', confidence: 0.1, reason },
    texts,
    ...(png ? { preview: { png } } : {}),
    ...(title ? { title_block: title } : {}),
    warnings:
      nature === 'scan'
        ? [
            warn(
              'pdf_scan',
              '这是扫描件，没有文字可读，请人工填写或提供三维模型',
              'This is a scan without readable words; please fill in by hand or provide a 3D model',
            ),
          ]
        : [],
  }
}
