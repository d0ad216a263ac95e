import { refuse } from '../../model/index.ts'

/**
 * The password of the demonstration that everybody can read here: it counts for nothing beyond this machine.
 */
export const shippedPassword = 'guantong'

/** Says what to do for whoever brings it from elsewhere. */
export const hereOnly = () =>
  refuse(
    'demo_password_here_only',
    {
      zh: '默认的演示密码只能在运行系统的电脑上使用。要从其他电脑登录，请在服务器上设置 GUANTONG_DEMO_PASSWORD 并重新启动，或请管理员给您发一次性密码',
      en: 'The shipped password of the demonstration answers only on the machine that runs the system. To sign in from elsewhere set GUANTONG_DEMO_PASSWORD there and start again, or ask an administrator for a one-time password',
    },
    { status: 403, field: 'password' },
  )
