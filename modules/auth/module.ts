import { defineToken } from '#kernel/contract'
import { configToken } from '#kernel/boot'
import { authenticatorToken } from '#kernel/http/authentication'
import { defineModule } from '#kernel/module'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { UserService, userServiceToken } from './accounts/user.service.js'
import { auth } from './contract.js'
import { Accounts1795400000100 } from './migrations/1795400000100-accounts.js'
import { PasswordHasher, passwordHasherToken } from './passwords/password-hasher.js'
import { SecurityEvents, securityEventsToken } from './protection/security-events.js'
import { AccessTokens } from './sessions/access-tokens.js'
import { RefreshTokens } from './sessions/refresh-tokens.js'
import { sessionCheck } from './sessions/session.admission.js'
import { SessionService, sessionServiceToken } from './sessions/session.service.js'

const accessTokensToken = defineToken<AccessTokens>('auth.accessTokens')
const refreshTokensToken = defineToken<RefreshTokens>('auth.refreshTokens')

export const authModule = defineModule({
  contract: auth,
  required: true,
  migrations: [Accounts1795400000100],
  globalTables: {
    users: 'A person is one person in every organisation.',
    sessions: 'A session belongs to a person, who may change the organisation in it.',
    refresh_tokens: 'Belong to sessions.',
    sign_ups: 'Somebody who waits to exist has no organisation yet.',
    account_tokens: 'Belong to people.',
    security_events: 'What happens to accounts concerns no organisation; nobody reads it through the API.',
    attempt_budgets: 'Counted before anybody is known.',
  },
  bind: (c) => {
    c.bind(accessTokensToken, (c) => {
      const { secrets, public_url } = c.resolve(configToken)
      return new AccessTokens(secrets.access_tokens, public_url)
    })
    c.bind(authenticatorToken, (c) => c.resolve(accessTokensToken))
    c.bind(refreshTokensToken, (c) => new RefreshTokens(c.resolve(configToken).secrets.access_tokens))
    c.bind(securityEventsToken, () => new SecurityEvents())
    c.bind(passwordHasherToken, (c) => {
      const { secrets, password_cost } = c.resolve(configToken)
      return new PasswordHasher(secrets.password_pepper, password_cost)
    })
    c.bind(userServiceToken, (c) => new UserService(c.resolve(transactionsToken), c.resolve(passwordHasherToken), c.resolve(securityEventsToken)))
    c.bind(
      sessionServiceToken,
      (c) => new SessionService(c.resolve(transactionsToken), c.resolve(accessTokensToken), c.resolve(refreshTokensToken), c.resolve(securityEventsToken)),
    )
    c.bind(auth.port, (c) => {
      const users = c.resolve(userServiceToken)
      const sessions = c.resolve(sessionServiceToken)
      return {
        findUserByEmail: (email) => users.findByEmail(email),
        usersById: (ids) => users.byIds(ids),
        createVerifiedUser: (input) => users.createVerified(input),
        openSession: (user, organization) => sessions.open(user, organization),
        revokeSessions: (userId) => sessions.revokeAll(userId, 'revoked'),
      }
    })
  },
  admits: () => [sessionCheck],
})
