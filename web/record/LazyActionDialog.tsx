import { lazyPart } from '../ground/lazyPart.tsx'
import { Suspense, type ComponentProps } from 'react'

const Drawn = lazyPart(async () => ({ default: (await import('./ActionDialog.tsx')).ActionDialog }))

/** Dialogs come when the first one is opened. */
export const ActionDialog = (props: ComponentProps<typeof Drawn>) => (
  <Suspense fallback={null}>
    <Drawn {...props} />
  </Suspense>
)
