/**
 * Reads SQL as far as it takes to say which relations a statement touches and which of their `org_id` are bound to a value from outside: directly, or
 * by equality with one that is. No parser of SQL: it knows subqueries, branches of a union, aliases and common table expressions, and nothing of types.
 */

export interface Relation {
  table: string
  /** As the statement calls it. */
  name: string
  /** A common table expression, a subquery or a function: what it reads is looked at where it stands. */
  derived: boolean
  /** Rows go into it. */
  filled: boolean
  bound: boolean
}

interface Scope {
  relations: Relation[]
  parent: Scope | null
  depth: number
  /** Directly after `from`, `join` or a comma between relations. */
  expecting: boolean
  listing: boolean
}

type Side = { relation: Relation } | 'value' | null

const token = /\$\d+|"[^"]+"|[a-z_][\w$]*|::|[<>!]=|[(),.=*;]|[^\s]/gi
const subquery = /^(select|with|insert|update|delete|values)$/i
const branch = /^(union|intersect|except)$/i
const introduces = /^(from|join|update|into|using)$/i
const endsList = /^(where|set|group|order|limit|for|returning|having|on|values|window|do|offset|inner|left|right|cross|full|when)$/i
const noAlias = /^(where|set|values|on|using|left|right|inner|cross|full|join|order|group|limit|for|returning|select|default|as|union|intersect|except|and|when|natural|offset|having|lateral|tablesample|window)$/i
const modifiers = /^(only|lateral)$/i

/** @param tenantTables those with such a column @returns every relation of the statement, with whether its organisation is bound */
export function relationsOf(text: string, tenantTables: ReadonlySet<string>): Relation[] {
  const tokens = text.replaceAll(/--[^\n]*|'(?:[^']|'')*'/g, ' ').match(token) ?? []
  return new Reading(tokens, tenantTables).relations()
}

const plain = (word: string | undefined): string => (word ?? '').replaceAll('"', '')
const isName = (word: string | undefined): boolean => word !== undefined && /^("|[a-z_])/i.test(word)

class Reading {
  private readonly all: Relation[] = []
  private readonly pairs: [Side, Side][] = []
  /** Scope by token, for what is resolved once all relations are known. */
  private readonly scopes: Scope[] = []
  private readonly expressions: Set<string>

  constructor(
    private readonly tokens: readonly string[],
    private readonly tenantTables: ReadonlySet<string>,
  ) {
    const starts = tokens.flatMap((word, at) => (isName(word) && /^as$/i.test(tokens[at + 1] ?? '') && (tokens[at + 2] === '(' || /^(materialized|not)$/i.test(tokens[at + 2] ?? '')) ? [plain(word)] : []))
    const listed = tokens.flatMap((word, at) => (word === '(' && isName(tokens[at - 1]) && /^(with|recursive|,)$/i.test(tokens[at - 2] ?? '') && this.closes(at) && /^as$/i.test(tokens[this.closes(at) + 1] ?? '') ? [plain(tokens[at - 1])] : []))
    this.expressions = new Set([...starts, ...listed])
  }

  relations(): Relation[] {
    this.collect()
    this.tokens.forEach((_word, at) => this.readComparison(at))
    for (let changed = true; changed; ) {
      changed = false
      for (const [left, right] of this.pairs) {
        for (const [one, other] of [[left, right], [right, left]] as const) {
          if (one === null || one === 'value' || one.relation.bound || !(other === 'value' || (other && other.relation.bound))) continue
          one.relation.bound = changed = true
        }
      }
    }
    return this.all
  }

  private collect(): void {
    let scope: Scope = { relations: [], parent: null, depth: 0, expecting: false, listing: false }
    let depth = 0
    const around: (Scope | null)[] = []
    this.tokens.forEach((word, at) => {
      if (word === '(') {
        depth += 1
        const nested = subquery.test(this.tokens[at + 1] ?? '')
        around.push(nested ? scope : null)
        if (nested) {
          if (scope.expecting) scope.expecting = false
          scope = { relations: [], parent: scope, depth, expecting: false, listing: false }
        }
      }
      this.scopes[at] = scope
      if (word === ')') {
        depth -= 1
        const outer = around.pop()
        if (outer) {
          scope = outer
          this.nameDerived(scope, at)
        }
        return
      }
      if (depth !== scope.depth || word === '(') return
      if (branch.test(word)) scope = { ...scope, relations: [], expecting: false, listing: false }
      else if (introduces.test(word) && !/^(distinct)$/i.test(this.tokens[at - 1] ?? '') && !(/^update$/i.test(word) && /^(for|do|key|no)$/i.test(this.tokens[at - 1] ?? ''))) Object.assign(scope, { expecting: true, listing: true })
      else if (word === ',' && scope.listing) scope.expecting = true
      else if (endsList.test(word)) Object.assign(scope, { expecting: false, listing: false })
      else if (scope.expecting && isName(word) && !modifiers.test(word)) this.addNamed(scope, at)
    })
  }

  private addNamed(scope: Scope, at: number): void {
    scope.expecting = false
    const qualified = this.tokens[at + 1] === '.'
    const place = qualified ? at + 2 : at
    const table = plain(this.tokens[place])
    const called = this.tokens[place + 1] === '('
    const into = /^into$/i.test(this.tokens[at - 1] ?? '')
    const after = (called && !into ? this.closes(place + 1) : place) + 1
    const alias = /^as$/i.test(this.tokens[after] ?? '') ? this.tokens[after + 1] : this.tokens[after]
    const named = isName(alias) && !noAlias.test(alias!) ? plain(alias) : table
    const derived = !into && (called || (this.expressions.has(table) && !qualified))
    this.add(scope, { table, name: named, derived, filled: into, bound: into ? this.namesOrganization(after) : derived })
  }

  /** The columns of what is inserted begin here, or behind an alias. */
  private namesOrganization(at: number): boolean {
    const open = this.tokens.indexOf('(', at)
    return open >= 0 && open - at <= 2 && this.tokens.slice(open, this.closes(open)).some((word) => plain(word) === 'org_id')
  }

  /** `(select ...) as x` where a relation is expected. */
  private nameDerived(scope: Scope, at: number): void {
    const alias = /^as$/i.test(this.tokens[at + 1] ?? '') ? this.tokens[at + 2] : this.tokens[at + 1]
    if (scope.listing && isName(alias) && !noAlias.test(alias!)) this.add(scope, { table: '', name: plain(alias), derived: true, filled: false, bound: true })
  }

  private add(scope: Scope, relation: Relation): void {
    scope.relations.push(relation)
    this.all.push(relation)
  }

  /** `x.org_id = $1`, `$1 = x.org_id`, `x.org_id = y.org_id`, `(x.org_id, ...) = / in (...)`, `using (org_id, ...)`. */
  private readComparison(at: number): void {
    const word = this.tokens[at]
    if (plain(word).toLowerCase() !== 'org_id') return
    const scope = this.scopes[at]!
    const from = this.tokens[at - 1] === '.' ? at - 2 : at
    const own = this.sideAt(from, scope)
    if (this.tokens[at + 1] === '=') this.pairs.push([own, this.sideAt(at + 2, scope)])
    if (/^in$/i.test(this.tokens[at + 1] ?? '')) this.pairs.push([own, 'value'])
    if (this.tokens[from - 1] === '=' && this.endsValue(from - 2)) this.pairs.push([own, 'value'])
    if (this.tokens[from - 1] !== '(') return
    if (/^using$/i.test(this.tokens[from - 2] ?? '')) return this.linkAll(scope)
    const end = this.closes(from - 1)
    const compared = this.tokens[end + 1]
    if (this.tokens[at + 1] !== ',' || !(compared === '=' || /^in$/i.test(compared ?? '')) || this.tokens[end + 2] !== '(') return
    this.pairs.push([own, compared === '=' ? this.sideAt(end + 3, scope) : 'value'])
  }

  /** `$1`, `$1::uuid`, `current_org_id()`. */
  private endsValue(at: number): boolean {
    const name = this.tokens[at - 1] === '::' ? at - 2 : this.tokens[at] === ')' ? at - 2 : at
    return /^(\$|current_org_id$)/i.test(this.tokens[name] ?? '')
  }

  private linkAll({ relations: [first, ...rest] }: Scope): void {
    for (const relation of rest) this.pairs.push([{ relation: first! }, { relation }])
  }

  private sideAt(at: number, scope: Scope): Side {
    const word = this.tokens[at] ?? ''
    if (/^\$/.test(word) || /^(current_org_id|any|nullif)$/i.test(word)) return 'value'
    if (this.tokens[at + 1] === '.' && plain(this.tokens[at + 2]) === 'org_id') return this.find(scope, (relation) => relation.name === plain(word))
    // At most one relation of a scope has such a column, or the server would call it ambiguous.
    if (plain(word) === 'org_id') return this.find(scope, ({ table, derived, filled }) => derived || (!filled && this.tenantTables.has(table)))
    return null
  }

  private find(scope: Scope | null, fits: (relation: Relation) => boolean): Side {
    for (let place = scope; place; place = place.parent) {
      const relation = place.relations.find(fits)
      if (relation) return { relation }
    }
    return null
  }

  private closes(open: number): number {
    for (let [at, depth] = [open, 0]; at < this.tokens.length; at += 1) {
      if (this.tokens[at] === '(') depth += 1
      if (this.tokens[at] === ')' && (depth -= 1) === 0) return at
    }
    return 0
  }
}
