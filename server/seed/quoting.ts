import { createRecord } from '../../kernel/records/write.ts'
import type { Tx } from '../../kernel/workspace/transact.ts'
import type { SeedPlaces } from './business.ts'

/** Prices per kg as they stood at the start of the year in the Yangtze delta, rounded. */
const prices = [
  ['Q235', '4.60'],
  ['Q345', '4.90'],
  ['SPCC', '5.30'],
  ['45#', '5.10'],
  ['40Cr', '6.20'],
  ['SUS304', '15.80'],
  ['SUS316L', '27.50'],
  ['6061', '23.00'],
  ['5052', '24.50'],
  ['7075', '42.00'],
  ['H62', '52.00'],
] as const

const machines = [
  {
    name: 'CNC 立式加工中心 850',
    type: 'cnc',
    purchase_value: '420000',
    depreciation_years: '10',
    hours_a_year: '4000',
    power_kw: '15',
    tool_wear: '18',
    labour: '40',
  },
  {
    name: '数控车床 CK6150',
    type: 'lathe',
    purchase_value: '180000',
    depreciation_years: '10',
    hours_a_year: '4000',
    power_kw: '11',
    tool_wear: '10',
    labour: '35',
  },
  {
    name: '中走丝线切割 DK7745',
    type: 'wire_cut',
    purchase_value: '120000',
    depreciation_years: '8',
    hours_a_year: '5000',
    power_kw: '3',
    tool_wear: '6',
    labour: '15',
  },
  {
    name: '光纤激光切割机 3 kW',
    type: 'laser',
    purchase_value: '680000',
    depreciation_years: '8',
    hours_a_year: '4000',
    power_kw: '24',
    tool_wear: '25',
    labour: '40',
  },
  {
    name: '数控转塔冲床 T-30',
    type: 'punch',
    purchase_value: '780000',
    depreciation_years: '10',
    hours_a_year: '3000',
    power_kw: '15',
    tool_wear: '18',
    labour: '40',
  },
  {
    name: '带锯床 GB4240',
    type: 'saw',
    purchase_value: '36000',
    depreciation_years: '8',
    hours_a_year: '3000',
    power_kw: '4',
    tool_wear: '5',
    labour: '25',
  },
  {
    name: '摇臂钻床 Z3050',
    type: 'drill',
    purchase_value: '58000',
    depreciation_years: '10',
    hours_a_year: '3000',
    power_kw: '5.5',
    tool_wear: '4',
    labour: '25',
  },
  {
    name: '气保焊机 NBC-350',
    type: 'welder',
    purchase_value: '18000',
    depreciation_years: '6',
    hours_a_year: '2500',
    power_kw: '14',
    tool_wear: '6',
    labour: '40',
  },
  {
    name: '数控折弯机 125T',
    type: 'press_brake',
    purchase_value: '260000',
    depreciation_years: '10',
    hours_a_year: '3000',
    power_kw: '11',
    tool_wear: '4',
    labour: '40',
  },
] as const

const items = [
  ['FL-D160', '法兰盘 D160', '186.00'],
  ['ZJ-200', '钣金支架 200', '42.50'],
  ['JX-482', '机箱外壳 482×177', '268.00'],
  ['ZL-45', '传动轴 φ45', '156.00'],
] as const

/** Prices, machines and the head of our papers, so that the first drawing can be costed. */
export async function seedQuoting(tx: Tx, { people }: SeedPlaces): Promise<void> {
  const owner = people['purchaser@demo.example']
  const today = new Date(tx.now.getTime() - 7 * 86_400_000).toISOString().slice(0, 10)
  for (const [material, price_per_kg] of prices)
    await createRecord(tx, 'material_price', {
      material,
      price_per_kg,
      valid_from: today,
      source: '采购询价',
      owner,
    })
  for (const machine of machines)
    await createRecord(tx, 'machine', { ...machine, owner: people['planner@demo.example'] })
  for (const [item_code, name, price] of items)
    await createRecord(tx, 'price_list', {
      item_code,
      name,
      price,
      valid_from: today,
      owner: people['sales-director@demo.example'],
    })
  await createRecord(tx, 'letterhead', {
    name: '华东精密机械有限公司',
    address: '江苏省苏州市工业园区星湖街328号',
    phone: '0512-6888 1234',
    bank: '中国工商银行苏州工业园区支行 1102 0203 0900 0123 456',
    owner: people['finance@demo.example'],
  })
}
