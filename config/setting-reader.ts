import { didYouMean } from '#kernel/registry'

export type Environment = Readonly<Record<string, string | undefined>>

/** Everything that is wrong with the settings, at once: mending one per start would take as many starts. */
export class SettingsError extends Error {
  override name = 'SettingsError'
  constructor(readonly problems: readonly string[]) {
    super(`${problems.length === 1 ? 'A setting is wrong' : `${problems.length} settings are wrong`}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
  }
}

/** Reads settings by name and collects what is wrong; values are absent when unset or blank. */
export class SettingReader {
  readonly problems: string[] = []

  constructor(private readonly environment: Environment) {}

  text(name: string): string | null {
    const value = this.environment[name]?.trim()
    return value ? value : null
  }

  /** @param why it cannot be left out, and how to get one */
  required(name: string, why: string): string {
    const value = this.text(name)
    if (value === null) this.problems.push(`${name} is not set. ${why}`)
    return value ?? ''
  }

  integer(name: string, fallback: number, { min, max }: { min: number; max: number }): number {
    const value = this.text(name)
    if (value === null) return fallback
    const number = Number(value)
    if (/^\d+$/.test(value) && number >= min && number <= max) return number
    this.problems.push(`${name} is '${value}'. It must be a whole number from ${min} to ${max}; unset, it is ${fallback}.`)
    return fallback
  }

  choice<const T extends string>(name: string, fallback: T, choices: readonly T[]): T {
    const value = this.text(name)
    if (value === null) return fallback
    const found = choices.find((choice) => choice === value)
    if (found !== undefined) return found
    const near = didYouMean(value, choices)
    this.problems.push(`${name} is '${value}'. It must be one of ${choices.join(', ')}.${near ? ` Did you mean '${near}'?` : ''}`)
    return fallback
  }

  /** Comma-separated; blanks around and between are dropped. */
  list(name: string): string[] {
    return (this.text(name) ?? '').split(',').flatMap((item) => item.trim() || [])
  }

  /** Runs a parser that throws; its words become a problem of this setting. */
  parsed<T>(name: string, value: string, parse: (value: string) => T): T | null {
    try {
      return parse(value)
    } catch (error) {
      this.problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
      return null
    }
  }

  /** A misspelt setting would silently be its default. */
  refuseUnknown(prefix: string, known: readonly string[]): void {
    for (const name of Object.keys(this.environment)) {
      if (!name.startsWith(prefix) || known.includes(name)) continue
      const near = nearest(name, prefix, known)
      this.problems.push(`${name} is not a setting of BookFlow.${near ? ` Did you mean ${near}?` : ` The settings are ${known.join(', ')}.`}`)
    }
  }

  /** @throws SettingsError when anything was wrong */
  finish(): void {
    if (this.problems.length > 0) throw new SettingsError(this.problems)
  }
}

/** Within two letters, or the one setting that has all the words of the other. */
function nearest(name: string, prefix: string, known: readonly string[]): string | undefined {
  const words = (setting: string): string[] => setting.slice(prefix.length).split('_')
  const sharing = known.filter((setting) => words(name).every((word) => words(setting).includes(word)) || words(setting).every((word) => words(name).includes(word)))
  return didYouMean(name, known) ?? (sharing.length === 1 ? sharing[0] : undefined)
}
