import { AimOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import { useEffect, useId, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { readBytes } from '../../../web/ground/api.ts'
import { ProblemNote } from '../../../web/ground/ProblemNote.tsx'
import type { Turning } from './turnModel.ts'
import { useWords } from './words.ts'

const step = Math.PI / 12

const keys: Readonly<Record<string, (turning: Turning) => void>> = {
  ArrowLeft: ({ turn }) => turn(-step, 0),
  ArrowRight: ({ turn }) => turn(step, 0),
  ArrowUp: ({ turn }) => turn(0, step),
  ArrowDown: ({ turn }) => turn(0, -step),
  '+': ({ zoom }) => zoom(1.25),
  '=': ({ zoom }) => zoom(1.25),
  '-': ({ zoom }) => zoom(0.8),
  Home: ({ reset }) => reset(),
}

/** The part, turned by hand, finger or keys. three.js comes only with the first model. */
export function Model({ file, name }: { readonly file: string; readonly name: string }) {
  const t = useWords()
  const help = useId()
  const box = useRef<HTMLDivElement>(null)
  const turning = useRef<Turning>(undefined)
  const { data, error } = useQuery({
    queryKey: ['picture', file],
    queryFn: ({ signal }) => readBytes(`/files/${file}`, signal),
    staleTime: Infinity,
    gcTime: 60_000,
  })
  const state = useTurning(box, turning, data)
  const press = (event: KeyboardEvent) => {
    const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key]
    if (!move) return
    event.preventDefault()
    if (turning.current) move(turning.current)
  }
  if (error) return <ProblemNote error={error} />
  if (state === 'no_webgl' || state === 'broken')
    return (
      <p className="drawing-none" role="status" data-testid="no-model">
        {t(state === 'no_webgl' ? 'drawing.no_webgl' : 'drawing.broken')}
      </p>
    )
  return (
    <>
      <div className="drawing-frame" ref={box} aria-busy={state === 'waiting' || undefined}>
        <canvas
          key={file}
          tabIndex={0}
          role="application"
          aria-label={t('drawing.model_of', { name })}
          aria-describedby={help}
          onKeyDown={press}
          onPointerDown={(event) => event.currentTarget.focus({ preventScroll: true })}
          data-testid="model"
          data-state={state}
        />
        {state === 'waiting' && <Spin />}
      </div>
      <Tools turning={turning} help={help} />
    </>
  )
}

/** Starts turning as soon as the model is there, and ends it with the picture. */
function useTurning(
  box: RefObject<HTMLDivElement | null>,
  turning: RefObject<Turning | undefined>,
  data: ArrayBuffer | undefined,
) {
  const [state, setState] = useState<'waiting' | 'there' | 'no_webgl' | 'broken'>('waiting')
  useEffect(() => {
    const frame = box.current
    const canvas = frame?.querySelector('canvas')
    if (!data || !frame || !canvas) return
    let gone = false
    import('./turnModel.ts')
      .then(({ turnModel }) => (gone ? undefined : turnModel(frame, canvas, data)))
      .then((started) => {
        if (gone) return started?.stop()
        turning.current = started ?? undefined
        setState(started ? 'there' : 'no_webgl')
      })
      .catch(() => {
        if (!gone) setState('broken')
      })
    return () => {
      gone = true
      turning.current?.stop()
      turning.current = undefined
    }
  }, [box, turning, data])
  return state
}

function Tools({
  turning,
  help,
}: {
  readonly turning: RefObject<Turning | undefined>
  readonly help: string
}) {
  const t = useWords()
  return (
    <div className="drawing-tools">
      <Button icon={<AimOutlined />} onClick={() => turning.current?.reset()} data-testid="reset-view">
        {t('drawing.reset_view')}
      </Button>
      <Button
        icon={<MinusOutlined />}
        aria-label={t('drawing.zoom_out')}
        onClick={() => turning.current?.zoom(0.8)}
      />
      <Button
        icon={<PlusOutlined />}
        aria-label={t('drawing.zoom_in')}
        onClick={() => turning.current?.zoom(1.25)}
      />
      <span className="quiet hint" id={help}>
        {t('drawing.turn_help')}
      </span>
    </div>
  )
}
