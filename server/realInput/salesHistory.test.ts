import { proveSalesHistory } from '../testSalesHistory.ts'
import { realSales } from './realSales.ts'

proveSalesHistory(realSales)
