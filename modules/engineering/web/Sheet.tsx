import { AimOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import { useLayoutEffect, useRef, useState } from 'react'
import { readBytes } from '../../../web/ground/api.ts'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import { svgAddress, zoomed, zooms, type Picture } from './pictures.ts'
import { useWords } from './words.ts'

/**
 * A flat picture in its frame: larger by buttons, then moved by finger, wheel or arrow keys like anything
 * that scrolls.
 */
export function Sheet({ picture, name }: { readonly picture: Picture; readonly name: string }) {
  const t = useWords()
  const [zoom, setZoom] = useState(1)
  const scroll = useRef<HTMLDivElement>(null)
  const shown = useRef(1)
  const { file, kind } = picture
  // What was in the middle of the frame stays there.
  useLayoutEffect(() => {
    const frame = scroll.current
    if (!frame) return
    const grown = zoom / shown.current
    shown.current = zoom
    frame.scrollTo({
      left: (frame.scrollLeft + frame.clientWidth / 2) * grown - frame.clientWidth / 2,
      top: (frame.scrollTop + frame.clientHeight / 2) * grown - frame.clientHeight / 2,
      behavior: 'instant',
    })
  }, [zoom])
  const svg = useQuery({
    queryKey: ['picture', file.id],
    queryFn: ({ signal }) => readBytes(`/files/${file.id}`, signal).then(svgAddress),
    staleTime: Infinity,
    gcTime: 60_000,
    enabled: kind === 'flat',
  })
  const address = kind === 'flat' ? svg.data : `/api/files/${file.id}?inline=1`
  if (svg.error) return <ProblemNote error={svg.error} />
  return (
    <>
      <div className="drawing-frame" aria-busy={address ? undefined : true}>
        <div
          className="drawing-scroll"
          ref={scroll}
          tabIndex={0}
          role="group"
          aria-label={t('drawing.sheet_of', { name })}
        >
          {address ? (
            <img
              src={address}
              alt={t('drawing.sheet_of', { name })}
              style={{ width: `${zoom * 100}%`, height: `${zoom * 100}%` }}
              data-testid="sheet"
              data-zoom={zoom}
            />
          ) : (
            <Spin />
          )}
        </div>
      </div>
      <div className="drawing-tools">
        <Button icon={<AimOutlined />} onClick={() => setZoom(1)} data-testid="reset-view">
          {t('drawing.fit')}
        </Button>
        <Button
          icon={<MinusOutlined />}
          aria-label={t('drawing.zoom_out')}
          disabled={zoom === zooms[0]}
          onClick={() => setZoom(zoomed(zoom, -1))}
        />
        <Button
          icon={<PlusOutlined />}
          aria-label={t('drawing.zoom_in')}
          disabled={zoom === zooms.at(-1)}
          onClick={() => setZoom(zoomed(zoom, 1))}
          data-testid="zoom-in"
        />
        {kind === 'flat' && <span className="quiet hint">{t('drawing.flat_help')}</span>}
      </div>
    </>
  )
}
