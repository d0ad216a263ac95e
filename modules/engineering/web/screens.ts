import type { StepScreens } from '../../../web/ground/screens.ts'

export const screens: StepScreens = {
  panels: [
    {
      of: 'drawing',
      shows: [
        'box',
        'mass_kg',
        'title_weight_kg',
        'volume_mm3',
        'area_mm2',
        'net_area_mm2',
        'thickness_mm',
        'bends',
        'holes',
        'cut_length_mm',
        'pierces',
        'warnings',
        'doubts',
        'differences',
        'entered',
        'measurement',
      ],
      load: () => import('./DrawingPanel.tsx'),
    },
  ],
}
