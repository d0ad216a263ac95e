import { Button } from 'antd'
import { useEffect, useRef, useState, type PointerEvent } from 'react'
import { ProblemNote } from '../ground/ProblemNote.tsx'
import { useWords } from '../words/words.ts'
import type { EditProps } from './screen.ts'
import { uploadFile } from './uploadFile.ts'

/**
 * Written with finger, pen or mouse; sent as a picture when the pen is lifted and has rested for a moment.
 */
export default function SignaturePad({ id, name, value, onChange, describedBy }: EditProps) {
  const t = useWords()
  const canvas = useRef<HTMLCanvasElement>(null)
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [error, setError] = useState<unknown>()
  useEffect(() => () => clearTimeout(rest.current), [])

  const at = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return [
      ((event.clientX - box.left) / box.width) * event.currentTarget.width,
      ((event.clientY - box.top) / box.height) * event.currentTarget.height,
    ] as const
  }
  const start = (event: PointerEvent<HTMLCanvasElement>) => {
    clearTimeout(rest.current)
    event.currentTarget.setPointerCapture(event.pointerId)
    const pen = event.currentTarget.getContext('2d')!
    Object.assign(pen, { lineWidth: 4, lineCap: 'round', strokeStyle: '#111' })
    pen.beginPath()
    pen.moveTo(...at(event))
  }
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const pen = event.currentTarget.getContext('2d')!
    pen.lineTo(...at(event))
    pen.stroke()
  }
  const send = () =>
    canvas.current?.toBlob((blob) => {
      if (!blob) return
      uploadFile(blob, 'signature.png', { purpose: 'signature' }).then((stored) => {
        setError(undefined)
        onChange(stored.id)
      }, setError)
    }, 'image/png')
  const lift = () => {
    rest.current = setTimeout(send, 600)
  }
  const clear = () => {
    clearTimeout(rest.current)
    canvas.current?.getContext('2d')?.clearRect(0, 0, canvas.current.width, canvas.current.height)
    onChange(null)
  }

  return (
    <div className="signature-pad">
      <canvas
        ref={canvas}
        id={id}
        data-input={name}
        width={800}
        height={280}
        role="img"
        aria-label={t('field.sign_here')}
        aria-describedby={describedBy}
        onPointerDown={start}
        onPointerMove={move}
        onPointerUp={lift}
      />
      <div className="row">
        <span className="quiet">{t(value ? 'field.signed' : 'field.sign_here')}</span>
        <Button size="small" onClick={clear}>
          {t('common.clear')}
        </Button>
      </div>
      <ProblemNote error={error} />
    </div>
  )
}
