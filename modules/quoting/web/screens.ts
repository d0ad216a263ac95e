import type { StepScreens } from '../../../web/ground/screens.ts'

export const screens: StepScreens = {
  pages: [
    {
      path: '/quote/$id',
      label: { zh: '报价工作台', en: 'Quote workbench' },
      of: 'quote',
      load: () => import('./QuoteBench.tsx'),
    },
  ],
}
