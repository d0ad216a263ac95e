import { lazyPart } from '../ground/lazyPart.tsx'
import { Suspense, type ComponentProps } from 'react'

const Drawn = lazyPart(() => import('./FilterDrawer.tsx'))

/** The sheet of filters is for phones only. */
export const FilterDrawer = (props: ComponentProps<typeof Drawn>) => (
  <Suspense fallback={null}>
    <Drawn {...props} />
  </Suspense>
)
