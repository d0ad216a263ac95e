import { lazyPart } from '../ground/lazyPart.tsx'
import { Suspense, type ComponentProps } from 'react'

const Drawn = lazyPart(() => import('./Board.tsx'))

/** The board and its drag and drop come only when a board is looked at. */
export const Board = (props: ComponentProps<typeof Drawn>) => (
  <Suspense fallback={null}>
    <Drawn {...props} />
  </Suspense>
)
