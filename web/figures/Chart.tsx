import { init, use as register, type EChartsCoreOption, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

type Part = Parameters<typeof register>[0]

/** Only what is drawn is fetched: a kind of chart is one line here and one small file. */
const kinds: Readonly<Record<string, () => Promise<{ readonly part: Part }>>> = {
  funnel: () => import('./funnelPart.ts'),
  gauge: () => import('./gaugePart.ts'),
}

register(SVGRenderer)

export interface ChartProps {
  readonly kind: 'funnel' | 'gauge'
  /** Plain JSON: no functions in it. */
  readonly option: EChartsCoreOption
  /** What the picture says, for those who do not see it; its figures stand beside it as text. */
  readonly label: string
  /** Name of the part that was clicked. */
  readonly onPick?: (name: string) => void
}

/** A thin skin over ECharts: fits its box, keeps still for those who want that, says what was clicked. */
export default function Chart({ kind, option, label, onPick }: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(undefined)
  const latest = useRef<{ readonly wanted: string; readonly onPick?: (name: string) => void }>({
    wanted: '{}',
  })

  useEffect(() => {
    const element = box.current!
    let gone = false
    const watch = new ResizeObserver(() => chart.current?.resize())
    void kinds[kind]!().then(({ part }) => {
      if (gone) return
      register(part)
      chart.current = init(element, undefined, { renderer: 'svg' })
      chart.current.setOption(still(latest.current.wanted))
      chart.current.on('click', ({ name }) => latest.current.onPick?.(String(name)))
      watch.observe(element)
    })
    return () => {
      gone = true
      watch.disconnect()
      chart.current?.dispose()
      chart.current = undefined
    }
  }, [kind])
  // The same picture asked for again is not drawn again.
  const wanted = JSON.stringify(option)
  useEffect(() => {
    latest.current = { wanted, onPick }
  }, [wanted, onPick])
  useEffect(() => chart.current?.setOption(still(wanted)), [wanted])
  return <div ref={box} className="chart" role="img" aria-label={label} data-chart={kind} />
}

const still = (wanted: string): EChartsCoreOption => ({
  animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  ...(JSON.parse(wanted) as EChartsCoreOption),
})
