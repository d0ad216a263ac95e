/**
 * Whether a browser may show a content in place, sent with nosniff and this very type. Only formats that
 * cannot carry script: no SVG, HTML or XML. Anything else is sent as an attachment.
 */
export function safeInline(type: string): boolean {
  return /^(image\/(png|jpeg|gif|webp|bmp|avif)|application\/pdf|audio\/(mpeg|wav|ogg|flac|aac|mp4)|video\/(mp4|webm)|text\/plain)$/.test(
    type,
  )
}
