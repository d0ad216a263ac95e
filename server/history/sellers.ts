/** How somebody sells, as shares of 1. */
export interface Strength {
  /** Calls within the half hour. */
  readonly quick: number
  /** Of ten leads so many are worth a deal in their hands. */
  readonly converts: number
  /** Of ten deals so many are won. */
  readonly wins: number
  /** Gives discounts that somebody must approve. */
  readonly yields: number
}

export interface SellerPlan {
  readonly login: string
  readonly name: string
  readonly group: string
  readonly strength: Strength
  /** New in the team of the history; the others are in the seed. */
  readonly joins?: true
}

export const sellerPlans: readonly SellerPlan[] = [
  {
    login: 'sales@demo.example',
    name: '林晓',
    group: '销售一组',
    strength: { quick: 0.92, converts: 0.33, wins: 0.44, yields: 0.15 },
  },
  {
    login: 'fang@demo.example',
    name: '方敏',
    group: '销售一组',
    joins: true,
    strength: { quick: 0.88, converts: 0.3, wins: 0.38, yields: 0.2 },
  },
  {
    login: 'qin@demo.example',
    name: '秦越',
    group: '销售一组',
    joins: true,
    strength: { quick: 0.8, converts: 0.26, wins: 0.32, yields: 0.35 },
  },
  {
    login: 'xu@demo.example',
    name: '许航',
    group: '销售一组',
    joins: true,
    strength: { quick: 0.62, converts: 0.2, wins: 0.22, yields: 0.45 },
  },
  {
    login: 'sales2@demo.example',
    name: '周予安',
    group: '销售二组',
    strength: { quick: 0.85, converts: 0.28, wins: 0.37, yields: 0.25 },
  },
  {
    login: 'luo@demo.example',
    name: '罗倩',
    group: '销售二组',
    joins: true,
    strength: { quick: 0.95, converts: 0.31, wins: 0.42, yields: 0.12 },
  },
  {
    login: 'he@demo.example',
    name: '贺铭',
    group: '销售二组',
    joins: true,
    strength: { quick: 0.74, converts: 0.24, wins: 0.29, yields: 0.4 },
  },
  {
    login: 'jiang@demo.example',
    name: '江帆',
    group: '销售二组',
    joins: true,
    strength: { quick: 0.66, converts: 0.22, wins: 0.25, yields: 0.3 },
  },
]
