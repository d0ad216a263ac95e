import { rotateSecrets } from '../../kernel/auth/rotateSecrets.ts'
import { keyId } from '../../kernel/auth/secrets.ts'
import { refuse } from '../../model/index.ts'
import type { Command } from '../cli.ts'
import { readConfig } from '../config.ts'
import { openMain } from '../openMain.ts'
import { addSecret } from '../secret.ts'

/**
 * Changes the key that encrypts secrets: a new one, and everything under it. docs/security.md has the steps.
 */
export const secretCommand: Command = {
  usage: 'secret <new|rotate>',
  options: {},
  async run([step]) {
    if (step === 'new') return makeNew()
    if (step === 'rotate') return rotate()
    throw refuse('arguments_wrong', {
      zh: '用法：guantong secret <new|rotate>',
      en: 'Usage: guantong secret <new|rotate>',
    })
  },
}

/** Only where the key lies in the data folder: one of the environment is the operator's to make. */
function makeNew(): void {
  const { GUANTONG_SECRET: given, GUANTONG_SECRET_FILE: file } = process.env
  if (given || file)
    throw refuse('secret_elsewhere', {
      zh: '密钥由 GUANTONG_SECRET 或 GUANTONG_SECRET_FILE 给出，请在那里更换',
      en: 'The key comes from GUANTONG_SECRET or GUANTONG_SECRET_FILE: put a new one there',
    })
  addSecret(readConfig(process.env).data)
  const { secret } = readConfig(process.env)
  process.stdout.write(
    `新密钥 ${keyId(secret)} 将在重启后使用 Key ${keyId(secret)} encrypts after a restart\n`,
  )
}

async function rotate(): Promise<void> {
  const main = await openMain(readConfig(process.env))
  try {
    const { renewed, newest, unreadable } = await rotateSecrets(main.workspace)
    const key = keyId(main.workspace.secret)
    process.stdout.write(
      `密钥 ${key}：重新加密 ${renewed} 项，原已是新密钥 ${newest} 项，无法解密 ${unreadable} 项\n` +
        `Key ${key}: ${renewed} encrypted anew, ${newest} were already, ${unreadable} cannot be read\n`,
    )
    if (unreadable > 0) process.exitCode = 1
  } finally {
    await main.close()
  }
}
