/** Who runs this installation: people named by address in its settings. Accounts exist only for addresses that were proved. */
export class InstallationOwners {
  private readonly addresses: ReadonlySet<string>

  /** @param addresses folded */
  constructor(addresses: readonly string[]) {
    this.addresses = new Set(addresses)
  }

  includes({ email }: { email: string }): boolean {
    return this.addresses.has(email.toLowerCase())
  }
}
