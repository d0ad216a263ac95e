import { lazyPart } from '../ground/lazyPart.tsx'
import { Suspense } from 'react'
import type { ChartProps } from './Chart.tsx'

const Drawn = lazyPart(() => import('./Chart.tsx'))

/** Figures are there at once; the picture follows. */
export const Chart = (props: ChartProps) => (
  <Suspense fallback={<div className="chart" />}>
    <Drawn {...props} />
  </Suspense>
)
