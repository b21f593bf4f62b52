/** Parts of a page of the docs that one command writes while another writes the rest: they stand between marks. */

/** Found by its marks. @returns its text, marks included; the marks alone where the page has no such part */
export function section(page: string, name: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
  const [from, to] = [page.indexOf(open), page.indexOf(close)]
  return from < 0 || to < 0 ? `${open}\n${close}` : page.slice(from, to + close.length)
}

/** The page with another text between the marks. It must have them. */
export function withSection(page: string, name: string, text: string): string {
  return page.replace(section(page, name), () => `<!-- ${name} -->\n${text}\n<!-- end of ${name} -->`)
}
