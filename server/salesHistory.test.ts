import { testSales } from '../kernel/testing/testSales.ts'
import { proveSalesHistory } from './testSalesHistory.ts'

proveSalesHistory(testSales())
