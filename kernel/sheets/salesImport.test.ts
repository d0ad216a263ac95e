import { testSales } from '../testing/testSales.ts'
import { proveSalesImport } from './testSalesImport.ts'

proveSalesImport(testSales())
