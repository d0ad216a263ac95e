import { signIn } from './client.ts'
import { newMark } from './mark.ts'
import { collect, produceAndShip, releaseOrder, serve } from './walk/deliver.ts'
import { attachDrawing, contractAndSign, convert, openStages, quoteAndApprove, receive } from './walk/sell.ts'
import type { Trail } from './walk/trail.ts'
import { lookFromTheCockpit, wait } from './walk/watch.ts'

export interface WalkStep {
  readonly number: number
  readonly name: string
  readonly run: (trail: Trail) => Promise<string>
}

export interface WalkResult {
  readonly number: number
  readonly name: string
  readonly seconds: number
  /** What was seen to hold. */
  readonly seen: string
}

const logins = {
  sales: 'sales',
  sales2: 'sales2',
  director: 'sales-director',
  tech: 'tech-lead',
  planner: 'planner',
  worker: 'worker',
  quality: 'quality',
  warehouse: 'warehouse',
  engineer: 'service-engineer',
  finance: 'finance',
  manager: 'manager',
  admin: 'admin',
} as const

/**
 * From an inquiry to money and back, through every department, over HTTP against a running server with the
 * demonstration company.
 */
export async function walk(
  base: string,
  password: string,
  told: (result: WalkResult) => void = () => {},
): Promise<readonly WalkResult[]> {
  const people = await Promise.all(
    Object.entries(logins).map(
      async ([name, login]) => [name, await signIn(base, `${login}@demo.example`, password)] as const,
    ),
  )
  const trail = { base, ...newMark(), as: Object.fromEntries(people) } as unknown as Trail
  const results: WalkResult[] = []
  for (const step of steps) {
    const began = performance.now()
    const seen = await step.run(trail).catch((error: Error) => {
      throw new Error(`Step ${step.number} (${step.name}): ${error.message}`, { cause: error })
    })
    const result = { number: step.number, name: step.name, seconds: (performance.now() - began) / 1000, seen }
    results.push(result)
    told(result)
  }
  return results
}

const steps: readonly WalkStep[] = [
  { number: 1, name: '官网询盘 → 去重、分配、30 分钟时限', run: receive },
  { number: 2, name: '首次触达，转为客户与商机', run: convert },
  { number: 3, name: '阶段通关（通关文牒）', run: openStages },
  { number: 4, name: '图纸识别、测量、技术评估', run: attachDrawing },
  { number: 5, name: '报价、审批、PDF', run: quoteAndApprove },
  { number: 6, name: '合同、签订、赢单', run: contractAndSign },
  { number: 7, name: '库存、缺料、特殊要求会签、下达', run: releaseOrder },
  { number: 8, name: '扫码报工、质检、发货、设备档案', run: produceAndShip },
  { number: 9, name: '银行流水核销应收', run: collect },
  { number: 10, name: '扫码报修、派工、签字、新商机', run: serve },
  { number: 11, name: '停留预警与报价跟进', run: wait },
  { number: 12, name: '驾驶舱：每个数字打开对应明细', run: lookFromTheCockpit },
]
