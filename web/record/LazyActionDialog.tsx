import { lazy, Suspense, type ComponentProps } from 'react'

const Drawn = lazy(() => import('./ActionDialog.tsx').then((file) => ({ default: file.ActionDialog })))

/** Dialogs come when the first one is opened. */
export const ActionDialog = (props: ComponentProps<typeof Drawn>) => (
  <Suspense fallback={null}>
    <Drawn {...props} />
  </Suspense>
)
