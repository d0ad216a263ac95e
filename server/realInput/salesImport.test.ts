import { proveSalesImport } from '../../kernel/sheets/testSalesImport.ts'
import { realSales } from './realSales.ts'

proveSalesImport(realSales)
