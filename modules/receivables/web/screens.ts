import type { StepScreens } from '../../../web/ground/screens.ts'

export const screens: StepScreens = {
  pages: [
    {
      path: '/bank',
      label: { zh: '银行对账', en: 'Bank matching' },
      module: 'receivables',
      reads: 'bank_line',
      load: () => import('./BankMatching.tsx'),
    },
  ],
}
