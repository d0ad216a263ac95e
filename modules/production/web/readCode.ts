import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'

// The reader comes from our own server, never from a CDN.
prepareZXingModule({
  overrides: {
    locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path),
  },
})

const detector = new BarcodeDetector({ formats: ['qr_code', 'code_128', 'data_matrix'] })

/** The first code in a picture; undefined where there is none. */
export async function readCode(picture: ImageBitmapSource): Promise<string | undefined> {
  const [found] = await detector.detect(picture)
  return found?.rawValue || undefined
}
