import { create } from 'qrcode'
import './qr.css'

/** A QR code as one path; four modules of white around it, as readers ask (ISO/IEC 18004). */
export function Qr({ text, title }: { readonly text: string; readonly title: string }) {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules
  const dots = Array.from({ length: size * size }, (_, at) =>
    data[at] ? `M${at % size} ${Math.floor(at / size)}h1v1h-1z` : '',
  ).join('')
  return (
    <svg
      className="qr"
      role="img"
      aria-label={title}
      viewBox={`-4 -4 ${size + 8} ${size + 8}`}
      shapeRendering="crispEdges"
    >
      <path fill="#fff" d={`M-4 -4h${size + 8}v${size + 8}h-${size + 8}z`} />
      <path d={dots} />
    </svg>
  )
}
