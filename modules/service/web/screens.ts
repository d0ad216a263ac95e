import type { StepScreens } from '../../../web/ground/screens.ts'

export const screens: StepScreens = {
  pages: [
    {
      path: '/equipment-code/$id',
      label: { zh: '报修二维码', en: 'Repair code' },
      of: 'equipment',
      load: () => import('./EquipmentCode.tsx'),
    },
    {
      path: '/repair/$token',
      label: { zh: '设备报修', en: 'Call for repair' },
      outside: true,
      load: () => import('./Repair.tsx'),
    },
  ],
}
