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
  const latest = useRef({ option, onPick })
  latest.current = { option, onPick }

  useEffect(() => {
    const element = box.current!
    let gone = false
    const watch = new ResizeObserver(() => chart.current?.resize())
    void kinds[kind]!().then(({ part }) => {
      if (gone) return
      register(part)
      chart.current = init(element, undefined, { renderer: 'svg' })
      chart.current.setOption(still(latest.current.option))
      chart.current.on('click', ({ name }) => latest.current.onPick?.(String(name)))
      watch.observe(element)
    })
    return () => { gone = true; watch.disconnect(); chart.current?.dispose(); chart.current = undefined }
  }, [kind])
  useEffect(() => chart.current?.setOption(still(option)), [option])
  return <div ref={box} className="chart" role="img" aria-label={label} data-chart={kind} />
}

const still = (option: EChartsCoreOption): EChartsCoreOption => ({ animation: !matchMedia('(prefers-reduced-motion: reduce)').matches, ...option })
