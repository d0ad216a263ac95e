import type { FastifyRequest } from 'fastify'
import { localMoment } from '../../model/index.ts'
import { CodeUsedAgain } from '../auth/factor.ts'
import { notify } from '../notify/notify.ts'
import { transact } from '../workspace/transact.ts'
import { now, systemActor, type Workspace } from '../workspace/workspace.ts'
import { noteSecurity } from './security.ts'

/** Logs a one-time code that comes a second time and tells its holder when and from where, once a minute. */
export async function tellOfReuse(
  request: FastifyRequest,
  workspace: Workspace,
  error: unknown,
): Promise<void> {
  if (!(error instanceof CodeUsedAgain)) return
  const { person } = error
  noteSecurity(request, 'code_used_again', { person })
  const at = localMoment(now(workspace), workspace.zone)
  await transact(workspace, systemActor('sign_in'), (tx) =>
    notify(tx, [person], {
      title: {
        zh: `${at} 有人从地址 ${request.ip} 再次使用您已用过的动态验证码，已拒绝。如果不是您本人，请立即修改密码并更换验证器`,
        en: `At ${at} a code of your second factor that was used already came again, from ${request.ip}, and was refused. If that was not you, change your password and your authenticator at once`,
      },
      key: `code_used_again ${at} ${request.ip}`,
    }),
  )
}
