import { Suspense, type ComponentProps } from 'react'
import { lazyPart } from '../ground/lazyPart.tsx'

const Drawn = lazyPart(() => import('./SaveView.tsx'))

/** Saving a view is rarer than looking at one. */
export const SaveView = (props: ComponentProps<typeof Drawn>) => (
  <Suspense fallback={null}>
    <Drawn {...props} />
  </Suspense>
)
