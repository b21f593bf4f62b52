import { configToken, loggerToken, modulesToken } from '#kernel/boot'
import type { Container } from '#kernel/container'
import { defineToken } from '#kernel/contract'
import { eventRecorderToken } from '#kernel/events/recorder'
import { extensionsToken } from '#kernel/extensions'
import { authenticatorToken } from '#kernel/http/authentication'
import { pagesToken } from '#kernel/http/page'
import { accountMailToken } from '#kernel/mail/account-mail'
import { mailTransportToken } from '#kernel/mail/mail'
import { metricsToken } from '#kernel/metrics'
import { defineModule } from '#kernel/module'
import { transactionsToken } from '#kernel/tenancy/transactions'
import { accountRoutes } from './accounts/account.routes.js'
import { InstallationOwners } from './accounts/installation-owners.js'
import { MeService, meServiceToken } from './accounts/me.service.js'
import { purgeSchedule } from './accounts/purge.js'
import { SignUpService, signUpServiceToken } from './accounts/sign-up.service.js'
import { UserService, userServiceToken } from './accounts/user.service.js'
import { auth } from './contract.js'
import { german } from './german.js'
import { Credentials } from './keys/credentials.js'
import { keyCheck } from './keys/key.admission.js'
import { apiKeyRoutes } from './keys/key.routes.js'
import { ApiKeyService, apiKeyServiceToken } from './keys/key.service.js'
import { KnownKeys, knownKeysToken } from './keys/known-keys.js'
import { AuthMailChannel } from './mail/auth-mail.js'
import { Accounts1795400000100 } from './migrations/1795400000100-accounts.js'
import { SignUpLocale1795401000003 } from './migrations/1795401000003-sign-up-locale.js'
import { SecurityEventsRetention1795401010011 } from './migrations/1795401010011-security-events-retention.js'
import { ApiKeys1795402000000 } from './migrations/1795402000000-api-keys.js'
import { SessionLimit1795402000300 } from './migrations/1795402000300-session-limit.js'
import { PasswordHasher, passwordHasherToken } from './protection/password-hasher.js'
import { passwordRoutes } from './passwords/password.routes.js'
import { PersonKeys, personKeysToken } from './keys/person-keys.js'
import { PasswordService, passwordServiceToken } from './passwords/password.service.js'
import { AttemptBudgets, attemptBudgetsToken } from './protection/attempt-budgets.js'
import { SecurityEvents, securityEventsToken } from './protection/security-events.js'
import { AccessTokens } from './sessions/access-tokens.js'
import { LoginService, loginServiceToken } from './sessions/login.service.js'
import { OrganizationChoices } from './sessions/organization-choice.js'
import { RefreshService, refreshServiceToken } from './sessions/refresh.service.js'
import { RefreshTokens } from './sessions/refresh-tokens.js'
import { sessionCheck } from './sessions/session.admission.js'
import { SessionListService } from './sessions/session-list.service.js'
import { sessionRoutes } from './sessions/session.routes.js'
import { SessionService, sessionServiceToken } from './sessions/session.service.js'

const accessTokensToken = defineToken<AccessTokens>('auth.accessTokens')
const choicesToken = defineToken<OrganizationChoices>('auth.organizationChoices')
const refreshTokensToken = defineToken<RefreshTokens>('auth.refreshTokens')

export const authModule = defineModule({
  contract: auth,
  german,
  required: true,
  migrations: [Accounts1795400000100, SignUpLocale1795401000003, SecurityEventsRetention1795401010011, ApiKeys1795402000000, SessionLimit1795402000300],
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
    c.bind(knownKeysToken, (c) => new KnownKeys(c.resolve(transactionsToken), (error) => c.resolve(loggerToken).warn({ err: error }, 'auth: the last use of API keys was not written')))
    c.bind(authenticatorToken, (c) => new Credentials(c.resolve(accessTokensToken), c.resolve(knownKeysToken)))
    c.bind(refreshTokensToken, (c) => new RefreshTokens(c.resolve(configToken).secrets.access_tokens))
    c.bind(securityEventsToken, (c) => new SecurityEvents(c.resolve(metricsToken).registry))
    c.bind(passwordHasherToken, (c) => {
      const { secrets, password_cost } = c.resolve(configToken)
      return new PasswordHasher(secrets.password_pepper, password_cost)
    })
    c.bind(userServiceToken, (c) => new UserService(c.resolve(transactionsToken), c.resolve(passwordHasherToken), c.resolve(securityEventsToken)))
    c.bind(
      sessionServiceToken,
      (c) => new SessionService(c.resolve(transactionsToken), c.resolve(accessTokensToken), c.resolve(refreshTokensToken), c.resolve(securityEventsToken)),
    )
    c.bind(attemptBudgetsToken, (c) => new AttemptBudgets(c.resolve(configToken).secrets.password_pepper))
    bindVerbs(c)
    c.bind(auth.port, (c) => {
      const users = c.resolve(userServiceToken)
      const sessions = c.resolve(sessionServiceToken)
      return {
        findUserByEmail: (email) => users.findByEmail(email),
        usersById: (ids) => users.byIds(ids),
        isInstallationOwner: async (userId) => {
          const user = (await users.byIds([userId])).get(userId)
          return user !== undefined && new InstallationOwners(c.resolve(configToken).installation_owners ?? []).includes(user)
        },
        hashPassword: (password) => c.resolve(passwordHasherToken).hash(password),
        createVerifiedUser: (input) => users.createVerified(input),
        openSession: (user, organization) => sessions.open(user, organization),
        revokeSessions: async (userId, inOrganization) => {
          await sessions.revokeAll(userId, 'revoked', null, inOrganization)
          if (inOrganization !== undefined) await c.resolve(apiKeyServiceToken).revokeAll(userId)
        },
        noteSecurityEvent: (kind, detail) => c.resolve(transactionsToken).global((work) => c.resolve(securityEventsToken).record(work, { kind, user_id: null, detail })),
      }
    })
  },
  admits: (c) => [sessionCheck, keyCheck(c.resolve(knownKeysToken))],
  channels: (c) => [new AuthMailChannel(c.resolve(transactionsToken), c.resolve(accountMailToken), c.resolve(mailTransportToken), c.resolve(configToken).public_url)],
  schedules: (c) => [purgeSchedule(c.resolve(transactionsToken))],
  routes: (c) => {
    const attempts = c.resolve(configToken).auth_attempts_per_minute
    const login = c.resolve(loginServiceToken)
    const refresh = c.resolve(refreshServiceToken)
    const sessions = c.resolve(sessionServiceToken)
    const list = new SessionListService(c.resolve(transactionsToken), sessions)
    const account = { signUp: c.resolve(signUpServiceToken), me: c.resolve(meServiceToken), users: c.resolve(userServiceToken) }
    const password = c.resolve(passwordServiceToken)
    return async (app) => {
      await app.register(accountRoutes(account, attempts))
      await app.register(sessionRoutes({ login, refresh, sessions, list }, attempts))
      await app.register(passwordRoutes(password, attempts))
      await app.register(apiKeyRoutes(c.resolve(apiKeyServiceToken), c.resolve(pagesToken)))
    }
  },
  start: async (c, process) => {
    if (process !== 'web') return async () => undefined
    await c.resolve(passwordHasherToken).prepare()
    const known = c.resolve(knownKeysToken)
    known.start()
    return () => known.stop()
  },
})

/** The services behind the routes. */
function bindVerbs(c: Container): void {
  const tx = transactionsToken
  c.bind(apiKeyServiceToken, (c) => new ApiKeyService(c.resolve(tx), c.resolve(eventRecorderToken), c.resolve(modulesToken).map(({ contract }) => contract)))
  c.bind(choicesToken, (c) => new OrganizationChoices(c.resolve(extensionsToken)))
  c.bind(personKeysToken, (c) => new PersonKeys(c.resolve(tx), c.resolve(choicesToken), c.resolve(apiKeyServiceToken)))
  c.bind(
    loginServiceToken,
    (c) =>
      new LoginService(
        c.resolve(tx),
        c.resolve(passwordHasherToken),
        c.resolve(attemptBudgetsToken),
        c.resolve(sessionServiceToken),
        c.resolve(choicesToken),
        c.resolve(securityEventsToken),
        c.resolve(configToken).auth_attempts_per_minute,
      ),
  )
  c.bind(
    refreshServiceToken,
    (c) =>
      new RefreshService(c.resolve(tx), c.resolve(refreshTokensToken), c.resolve(sessionServiceToken), c.resolve(choicesToken), c.resolve(securityEventsToken), c.resolve(accountMailToken)),
  )
  c.bind(
    signUpServiceToken,
    (c) =>
      new SignUpService(
        c.resolve(tx),
        c.resolve(passwordHasherToken),
        c.resolve(attemptBudgetsToken),
        c.resolve(userServiceToken),
        c.resolve(sessionServiceToken),
        c.resolve(extensionsToken),
        c.resolve(accountMailToken),
        c.resolve(configToken).auth_attempts_per_minute,
      ),
  )
  c.bind(
    passwordServiceToken,
    (c) =>
      new PasswordService(
        c.resolve(tx),
        c.resolve(passwordHasherToken),
        c.resolve(attemptBudgetsToken),
        c.resolve(sessionServiceToken),
        c.resolve(securityEventsToken),
        c.resolve(accountMailToken),
        c.resolve(personKeysToken),
      ),
  )
  c.bind(
    meServiceToken,
    (c) =>
      new MeService(
        c.resolve(userServiceToken),
        c.resolve(choicesToken),
        c.resolve(extensionsToken),
        c.resolve(modulesToken).map(({ contract }) => contract.name),
        new InstallationOwners(c.resolve(configToken).installation_owners ?? []),
      ),
  )
}
