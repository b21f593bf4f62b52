import type { Route } from './+types/accept.js'
import { AccountPage, TextLink } from './account-page.js'
import { LinkButton } from '../kit/button.js'

export const meta: Route.MetaFunction = () => [{ title: 'Your invitation · BookFlow' }]

export function loader({ url }: Route.LoaderArgs) {
  const { searchParams } = url
  return { email: searchParams.get('email') ?? '', organization: searchParams.get('organization') ?? '' }
}

/** An invitation is accepted by logging in with the invited address: owning the mailbox is the proof, and there is no token to leak. */
export default function Accept({ loaderData: { email, organization } }: Route.ComponentProps) {
  const carry = email ? `?${new URLSearchParams({ email })}` : ''
  return (
    <AccountPage
      title={organization ? `Join ${organization}` : 'You are invited'}
      lead={
        email ? (
          <>
            Log in as <strong className="text-ink">{email}</strong>, and you are a member.
          </>
        ) : (
          'Log in with the address the invitation was sent to, and you are a member.'
        )
      }
      foot={<>No password yet? <TextLink to="/reset">Set one by e-mail</TextLink> with the same address, then log in.</>}
    >
      <LinkButton tone="primary" to={`/login${carry}`}>
        Log in
      </LinkButton>
    </AccountPage>
  )
}
