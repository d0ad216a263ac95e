import { useEffect, useRef, useState } from 'react'
import { readCode } from './readCode.ts'
import { useWords } from './words.ts'

/**
 * Looks through the camera until it sees a code. Where there is no camera to be had (or no https) a photo
 * does.
 */
export default function Scanner({
  onCode,
  onClose,
}: {
  readonly onCode: (text: string) => void
  readonly onClose: () => void
}) {
  const t = useWords()
  const video = useRef<HTMLVideoElement>(null)
  const photo = useRef<HTMLInputElement>(null)
  const [dark, setDark] = useState(false)
  const [fault, setFault] = useState(false)
  const found = useRef(onCode)

  useEffect(() => {
    found.current = onCode
  }, [onCode])
  useEffect(() => {
    let over = false
    let stream: MediaStream | undefined
    async function watch() {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      if (over || !video.current) return stop(stream)
      video.current.srcObject = stream
      await video.current.play()
      while (!over) {
        const code =
          video.current && video.current.readyState >= 2 ? await readCode(video.current) : undefined
        if (code && !over) return found.current(code)
        await new Promise((resolve) => {
          setTimeout(resolve, 150)
        })
      }
    }
    watch().catch(() => {
      if (!over) setDark(true)
    })
    return () => {
      over = true
      if (stream) stop(stream)
    }
  }, [])

  async function readPhoto(file: File | undefined) {
    setFault(false)
    const code = file && (await readCode(file).catch(() => undefined))
    if (code) onCode(code)
    else if (file) setFault(true)
  }
  return (
    <div className="job-camera" data-testid="scanner">
      {dark ? (
        <p role="status">{t('job.no_camera')}</p>
      ) : (
        <>
          <video ref={video} muted playsInline aria-label={t('job.aim')} />
          <p className="quiet">{t('job.aim')}</p>
        </>
      )}
      {fault && (
        <p className="job-fault" role="alert">
          {t('job.no_code')}
        </p>
      )}
      <input
        ref={photo}
        type="file"
        accept="image/*"
        capture="environment"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('job.photo')}
        data-testid="photo"
        onChange={(event) => {
          void readPhoto(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <div className="job-pair">
        <button type="button" className="job-plain" onClick={onClose}>
          {t('job.stop_scan')}
        </button>
        <button type="button" className="job-plain" onClick={() => photo.current?.click()}>
          {t('job.photo')}
        </button>
      </div>
    </div>
  )
}

const stop = (stream: MediaStream) => stream.getTracks().forEach((track) => track.stop())
