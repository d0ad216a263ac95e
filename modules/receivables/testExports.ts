import type { TestExport } from './testExportFile.ts'
import { cmbDebit, cmbCredit, icbcDebit } from './testBankExports.ts'
import { wechat, alipay } from './testWalletExports.ts'

/** An export of each layout that is shipped for people's banks and wallets. */
export const testExports: readonly TestExport[] = [cmbDebit(), cmbCredit(), icbcDebit(), wechat(), alipay()]
