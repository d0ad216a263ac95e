import { parse } from 'csv-parse/sync'
import { proveCompanySheet } from '../testCompanySheet.ts'
import { realFiles } from './realData.ts'

/** 1,571 listed companies. */
const content = realFiles('companies')('companies_fixture.csv')
proveCompanySheet({
  content,
  companies: parse(content, { columns: true, bom: true }) as { full: string; short: string }[],
  found: 0.99,
})
