import type { FastifyRequest } from 'fastify'
import { refuse, type Actor, type Duty, type Refusal } from '../../model/index.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What this route helps to do: whoever owes it is let in here. */
    readonly duties?: readonly Duty[]
  }
  interface FastifyRequest {
    /**
     * What whoever asks has to do first; null where they owe nothing, or where this is the place to do it.
     */
    duty: Duty | null
  }
}

/**
 * Whoever owes something is nobody to the house, save where what they owe is done: what is open to visitors
 * stays open.
 */
export function admit(request: FastifyRequest, actor: Actor | null): void {
  const duty = actor?.owes ?? null
  request.duty = duty && !request.routeOptions.config?.duties?.includes(duty) ? duty : null
  request.actor = request.duty ? null : actor
}

/** The refusal that says what is to be done first. */
export const firstDo: Readonly<Record<Duty, () => Refusal>> = {
  password: () =>
    refuse(
      'own_password_needed',
      {
        zh: '您是用一次性密码登录的，请先设置自己的密码',
        en: 'You signed in with a one-time password: choose a password of your own first',
      },
      { status: 403 },
    ),
  second_factor: () =>
    refuse(
      'second_factor_needed',
      {
        zh: '您的角色须开启两步验证：请登录后先设置两步验证，其他操作随后开放',
        en: 'Your role needs a second factor: sign in and set it up first, everything else opens then',
      },
      { status: 403 },
    ),
}
