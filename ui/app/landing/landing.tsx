export default function Landing() {
  return <main><h1>BookFlow</h1></main>
}
