import { testCompanies } from '../kernel/testing/testCompanies.ts'
import { proveCompanySheet } from './testCompanySheet.ts'

const companies = testCompanies(150)
const head = ['code', 'exch', 'full', 'short', 'short_raw', 'en', 'addr', 'prov', 'city', 'ind', 'web']
const rows = companies.map(({ code, full, short, english, address, province, city }) => [
  code,
  'SZSE',
  full,
  short,
  short,
  `"${english}"`,
  address,
  province,
  city,
  'C 制造业',
  `www.${code.toLowerCase()}.example`,
])

proveCompanySheet({
  content: Buffer.from(`\ufeff${[head, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`),
  companies,
  found: 1,
})
