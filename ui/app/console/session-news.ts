import { useEffect, useRef } from 'react'
import { useRevalidator } from 'react-router'

/** All tabs share one session. When one of them changes organisation, the others must not go on showing the old one. */
export function useSessionNews(organizationId: string): void {
  const { revalidate } = useRevalidator()
  const read = useRef(revalidate)
  read.current = revalidate
  useEffect(() => {
    const channel = new BroadcastChannel('bookflow-session')
    channel.onmessage = ({ data }: MessageEvent<string>) => {
      if (data !== organizationId) void read.current()
    }
    channel.postMessage(organizationId)
    return () => channel.close()
  }, [organizationId])
}
