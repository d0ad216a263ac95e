import type { StepScreens } from '../../../web/ground/screens.ts'

export const screens: StepScreens = {
  pages: [
    {
      path: '/cockpit',
      label: { zh: '驾驶舱', en: 'Cockpit' },
      module: 'pipeline',
      reads: 'opportunity',
      load: () => import('./Cockpit.tsx'),
    },
  ],
}
