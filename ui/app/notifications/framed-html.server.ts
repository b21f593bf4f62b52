/** What a mail may do in its frame: be styled by itself, and nothing else. No script, no request, no form, no link out. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"

/** The HTML of a mail as a document of its own, for a frame of a screen alone. */
export function framedHtml(html: string): Response {
  return new Response(html, {
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy, 'X-Frame-Options': 'SAMEORIGIN', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' },
  })
}
