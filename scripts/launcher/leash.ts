/** Loaded into web and worker by the launcher: a launcher that was killed takes its processes with it, by the door they know. */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
// The channel alone must not keep a process alive that has nothing left to do.
process.channel?.unref()

export {}
