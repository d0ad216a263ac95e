import { readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { NodeCompiler, type NodeError } from '@myriaddreamin/typst-ts-node-compiler'

/** What the server sends to this process, and what it hears back. */
export interface PdfOrder {
  readonly template: string
  readonly data: string
  readonly files: Readonly<Record<string, Uint8Array>>
}
export type PdfAnswer = { readonly pdf: Uint8Array } | { readonly error: string }

const fonts = ['400Regular/NotoSansSC_400Regular.ttf', '700Bold/NotoSansSC_700Bold.ttf']
const folder = process.argv[2] ?? ''
if (!folder) throw new Error('The PDF process needs a folder of its own')
const resolve = createRequire(import.meta.url).resolve
const compiler = NodeCompiler.create({
  workspace: folder,
  fontArgs: [
    { fontBlobs: fonts.map((font) => readFileSync(resolve(`@expo-google-fonts/noto-sans-sc/${font}`))) },
  ],
})

process.on('message', (order: PdfOrder) => {
  process.send?.(answer(order))
})
// The server may be gone without a word: then this process tidies up after itself
process.on('disconnect', () => {
  rmSync(folder, { recursive: true, force: true })
  process.exit(0)
})

function answer({ template, data, files }: PdfOrder): PdfAnswer {
  try {
    for (const [name, bytes] of Object.entries(files))
      compiler.mapShadow(join(folder, name), Buffer.from(bytes))
    const result = compiler.compile({ mainFileContent: template, inputs: { data } })
    const failure = result.takeError()
    if (failure || !result.result) return { error: failure ? explain(failure) : 'no document' }
    return { pdf: new Uint8Array(compiler.pdf(result.result)) }
  } catch (error) {
    return {
      error: String(error instanceof Error ? error.message : error)
        .slice(0, 500)
        .replaceAll(folder, ''),
    }
  } finally {
    compiler.resetShadow()
    compiler.evictCache(10)
  }
}

/** The first complaint of the compiler, without the place of our folder. */
function explain(failure: NodeError): string {
  const [first] = failure.shortDiagnostics as { message?: string }[]
  return (first?.message ?? 'unknown').replaceAll(folder, '').slice(0, 500)
}
