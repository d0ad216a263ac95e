import type { Label } from '../model/refuse.ts'

export interface Material {
  readonly name: string
  readonly label: Label
  /** g/cm3, which is also kg/dm3. */
  readonly density: number
  /** Other ways people write it. */
  readonly aliases?: readonly string[]
}

/**
 * Densities of common stock at 20 C. Sources: GB/T 708 and 709 (steel 7.85), GB/T 3280 annex (stainless),
 * GB/T 3880 (aluminium), GB/T 2040 (copper alloys), makers' data sheets for plastics (mid value).
 */
export const materials: readonly Material[] = [
  steel('Q235', [
    'Q235A',
    'Q235B',
    'A3',
    'A36',
    'SS400',
    'S235JR',
    '碳钢',
    '普通碳钢',
    'CARBON STEEL',
    'MILD STEEL',
    'STEEL',
    '钢',
  ]),
  steel('Q345', ['Q345B', 'Q355', 'Q355B', '16MN', 'S355JR']),
  steel('SPCC', ['DC01', 'ST12', '冷轧板', '冷板']),
  steel('SPHC', ['热轧板', '热板']),
  steel('SECC', ['SGCC', 'DX51D', '镀锌板', '电解板']),
  steel('20#', ['20', '20号钢', 'C20', '1020']),
  steel('45#', ['45', '45号钢', '45钢', 'C45', 'S45C', '1045']),
  steel('40Cr', ['40CR', '5140', 'SCR440', '41CR4']),
  steel('42CrMo', ['42CRMO4', '4140', 'SCM440']),
  steel('65Mn', ['65MN', '1066']),
  steel('Cr12', ['CR12', 'SKD1', 'D3'], 7.7),
  steel('Cr12MoV', ['CR12MOV', 'SKD11', 'D2'], 7.7),
  steel('GCr15', ['GCR15', 'SUJ2', '52100'], 7.81),
  {
    name: 'SUS304',
    label: { zh: '304 不锈钢', en: '304 stainless steel' },
    density: 7.93,
    aliases: ['304', 'SUS304', '06CR19NI10', '0CR18NI9', '1.4301', '不锈钢', 'STAINLESS'],
  },
  {
    name: 'SUS304L',
    label: { zh: '304L 不锈钢', en: '304L stainless steel' },
    density: 7.93,
    aliases: ['304L', '022CR19NI10', '1.4307'],
  },
  { name: 'SUS301', label: { zh: '301 不锈钢', en: '301 stainless steel' }, density: 7.93, aliases: ['301'] },
  { name: 'SUS303', label: { zh: '303 不锈钢', en: '303 stainless steel' }, density: 7.93, aliases: ['303'] },
  {
    name: 'SUS316',
    label: { zh: '316 不锈钢', en: '316 stainless steel' },
    density: 7.98,
    aliases: ['316', '06CR17NI12MO2', '1.4401'],
  },
  {
    name: 'SUS316L',
    label: { zh: '316L 不锈钢', en: '316L stainless steel' },
    density: 7.98,
    aliases: ['316L', '022CR17NI12MO2', '1.4404'],
  },
  {
    name: 'SUS430',
    label: { zh: '430 不锈钢', en: '430 stainless steel' },
    density: 7.7,
    aliases: ['430', '10CR17'],
  },
  { name: 'SUS201', label: { zh: '201 不锈钢', en: '201 stainless steel' }, density: 7.93, aliases: ['201'] },
  {
    name: '1060',
    label: { zh: '1060 纯铝', en: '1060 aluminium' },
    density: 2.71,
    aliases: ['AL1060', 'A1060', '纯铝', '铝', 'ALUMINIUM', 'ALUMINUM'],
  },
  {
    name: '2024',
    label: { zh: '2024 硬铝', en: '2024 aluminium' },
    density: 2.78,
    aliases: ['AL2024', '2A12', 'LY12'],
  },
  { name: '3003', label: { zh: '3003 铝', en: '3003 aluminium' }, density: 2.73, aliases: ['AL3003'] },
  {
    name: '5052',
    label: { zh: '5052 铝', en: '5052 aluminium' },
    density: 2.68,
    aliases: ['AL5052', 'A5052'],
  },
  { name: '5083', label: { zh: '5083 铝', en: '5083 aluminium' }, density: 2.66, aliases: ['AL5083'] },
  {
    name: '6061',
    label: { zh: '6061 铝', en: '6061 aluminium' },
    density: 2.7,
    aliases: ['AL6061', 'A6061', '6061-T6', '6061T6', 'AL6061-T6'],
  },
  {
    name: '6063',
    label: { zh: '6063 铝', en: '6063 aluminium' },
    density: 2.69,
    aliases: ['AL6063', '6063-T5', '铝型材'],
  },
  {
    name: '7075',
    label: { zh: '7075 铝', en: '7075 aluminium' },
    density: 2.81,
    aliases: ['AL7075', '7075-T6', '7075-T651'],
  },
  {
    name: 'ADC12',
    label: { zh: 'ADC12 压铸铝', en: 'ADC12 die-cast aluminium' },
    density: 2.74,
    aliases: ['YL113', 'A383'],
  },
  {
    name: 'T2',
    label: { zh: 'T2 紫铜', en: 'T2 copper' },
    density: 8.94,
    aliases: ['C1100', 'C11000', '紫铜', '红铜', '铜', 'COPPER'],
  },
  {
    name: 'H62',
    label: { zh: 'H62 黄铜', en: 'H62 brass' },
    density: 8.43,
    aliases: ['C27200', 'C2720', '黄铜', 'BRASS'],
  },
  { name: 'H65', label: { zh: 'H65 黄铜', en: 'H65 brass' }, density: 8.47, aliases: ['C27000', 'C2680'] },
  {
    name: 'HPb59-1',
    label: { zh: 'HPb59-1 铅黄铜', en: 'HPb59-1 leaded brass' },
    density: 8.5,
    aliases: ['HPB59-1', 'C3771', 'C3604'],
  },
  {
    name: 'QSn6.5-0.1',
    label: { zh: '锡青铜', en: 'Tin bronze' },
    density: 8.8,
    aliases: ['QSN6.5-0.1', 'C5191', '磷铜', '青铜', 'BRONZE'],
  },
  {
    name: 'TC4',
    label: { zh: 'TC4 钛合金', en: 'Ti-6Al-4V' },
    density: 4.43,
    aliases: ['TI6AL4V', 'GR5', '钛合金', '钛'],
  },
  { name: 'TA2', label: { zh: 'TA2 纯钛', en: 'Titanium grade 2' }, density: 4.51, aliases: ['GR2'] },
  { name: 'AZ91D', label: { zh: 'AZ91D 镁合金', en: 'AZ91D magnesium' }, density: 1.81, aliases: ['镁合金'] },
  {
    name: 'ZAMAK3',
    label: { zh: '3 号锌合金', en: 'Zamak 3' },
    density: 6.6,
    aliases: ['ZAMAK-3', '锌合金'],
  },
  {
    name: 'HT200',
    label: { zh: 'HT200 灰铸铁', en: 'HT200 grey iron' },
    density: 7.2,
    aliases: ['HT250', '灰铁', '铸铁', 'CAST IRON'],
  },
  {
    name: 'QT450',
    label: { zh: 'QT450 球墨铸铁', en: 'QT450 ductile iron' },
    density: 7.1,
    aliases: ['QT450-10', 'QT500', '球铁'],
  },
  { name: 'PP', label: { zh: '聚丙烯', en: 'Polypropylene' }, density: 0.905, aliases: ['聚丙烯'] },
  {
    name: 'PE',
    label: { zh: '聚乙烯', en: 'Polyethylene' },
    density: 0.95,
    aliases: ['HDPE', 'UPE', '聚乙烯'],
  },
  { name: 'ABS', label: { zh: 'ABS', en: 'ABS' }, density: 1.05 },
  { name: 'PC', label: { zh: '聚碳酸酯', en: 'Polycarbonate' }, density: 1.2, aliases: ['聚碳酸酯'] },
  { name: 'PA6', label: { zh: '尼龙 6', en: 'Nylon 6' }, density: 1.14, aliases: ['PA66', 'NYLON', '尼龙'] },
  {
    name: 'PA66-GF30',
    label: { zh: '尼龙 66 加纤 30%', en: 'Nylon 66, 30 % glass' },
    density: 1.37,
    aliases: ['PA66+GF30', 'PA66+30%GF'],
  },
  {
    name: 'POM',
    label: { zh: '聚甲醛', en: 'Acetal' },
    density: 1.41,
    aliases: ['赛钢', 'DELRIN', '聚甲醛'],
  },
  {
    name: 'PMMA',
    label: { zh: '亚克力', en: 'Acrylic' },
    density: 1.19,
    aliases: ['亚克力', '有机玻璃', 'ACRYLIC'],
  },
  { name: 'PVC', label: { zh: '聚氯乙烯', en: 'PVC' }, density: 1.4, aliases: ['聚氯乙烯'] },
  {
    name: 'PTFE',
    label: { zh: '聚四氟乙烯', en: 'PTFE' },
    density: 2.2,
    aliases: ['铁氟龙', '特氟龙', 'TEFLON'],
  },
  { name: 'PEEK', label: { zh: '聚醚醚酮', en: 'PEEK' }, density: 1.31 },
  { name: 'FR4', label: { zh: '环氧板', en: 'FR4 laminate' }, density: 1.9, aliases: ['环氧板', '玻纤板'] },
  { name: '电木', label: { zh: '电木', en: 'Bakelite' }, density: 1.4, aliases: ['BAKELITE', '胶木'] },
]

function steel(name: string, aliases: readonly string[], density = 7.85): Material {
  return { name, label: { zh: `${name} 钢`, en: `${name} steel` }, density, aliases }
}

const byName = new Map(
  materials.flatMap((m) => [m.name, ...(m.aliases ?? [])].map((alias) => [normal(alias), m] as const)),
)

/**
 * The material people mean by a name, whatever the case, blanks and prefix.
 * @example findMaterial('sus 304')?.density // 7.93
 */
export const findMaterial = (name: string): Material | undefined =>
  byName.get(normal(name)) ?? byName.get(normal(name).replace(/^(AL|A|SUS|AISI|材料|材质)/, ''))

function normal(name: string): string {
  return name.toUpperCase().replace(/[\s:：_]/g, '')
}
