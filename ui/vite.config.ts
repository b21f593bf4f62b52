import { reactRouter } from '@react-router/dev/vite'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'

export default defineConfig(({ command }) => ({
  plugins: [tailwindcss(), reactRouter()],
  // The server bundle carries React and React Router with it: one copy of each, in its production form, whatever NODE_ENV
  // and resolve conditions the web process runs with.
  ssr: { noExternal: command === 'build' ? true : undefined },
  define: command === 'build' ? { 'process.env.NODE_ENV': '"production"' } : {},
  // The web process keeps the text of what it loads for as long as it lives: small, it is half the memory.
  environments: { ssr: { build: { minify: command === 'build' } } },
  // No data: URIs, so that the content security policy can stay at 'self'.
  build: { assetsInlineLimit: 0, cssTarget: ['chrome123', 'firefox120', 'safari17.5'] },
}))
