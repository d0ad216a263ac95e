import type { StepScreens } from '../../../web/ground/screens.ts'

export const screens: StepScreens = {
  pages: [
    {
      path: '/job',
      label: { zh: '扫码报工', en: 'Scan and report' },
      module: 'production',
      reads: 'job_card',
      load: () => import('./JobHome.tsx'),
    },
    { path: '/job/$code', label: { zh: '工序任务', en: 'Job card' }, load: () => import('./JobCard.tsx') },
    {
      path: '/work-order-codes/$id',
      label: { zh: '工序卡二维码', en: 'Job card codes' },
      of: 'work_order',
      load: () => import('./WorkOrderCodes.tsx'),
    },
  ],
}
