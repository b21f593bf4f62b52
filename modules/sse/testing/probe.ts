/** A module whose only purpose is to have something happen. */
import { Type } from 'typebox'
import { defineContract, defineEvent, definePermission } from '#kernel/contract'
import type { EventRecorder } from '#kernel/events/recorder'
import { defineModule } from '#kernel/module'
import { Nullable } from '#kernel/schemas'

const see = definePermission('probe:see', 'viewer', 'see probes')
const details = definePermission('probe:details', 'admin', 'see who moved probes')
const keep = definePermission('probe:keep', 'admin', 'keep probes')

export const probe = defineContract({
  name: 'probe',
  permissions: { see, details, keep },
  events: {
    moved: defineEvent('probe.moved', Type.Object({ step: Type.Integer(), title: Nullable(Type.String()) }), { audience: see, details, private: ['title'], description: 'A probe moved.' }),
    ticked: defineEvent('probe.ticked', Type.Object({ step: Type.Integer() }), { audience: see, description: 'A probe ticked.' }),
    kept: defineEvent('probe.kept', Type.Object({ step: Type.Integer() }), { audience: keep, description: 'A probe was put away.' }),
  },
})
export const probeModule = defineModule({ contract: probe })

const subject = { kind: 'probe', id: 'p' }

export const emitters = (recorder: EventRecorder) => ({
  moved: (step: number, people: readonly string[] = [], title = `Title\n\ndata: ${step}`) => recorder.emit(probe.events.moved, { subject, data: { step, title }, people }),
  ticked: (step: number) => recorder.emit(probe.events.ticked, { subject, data: { step } }),
  kept: (step: number) => recorder.emit(probe.events.kept, { subject, data: { step } }),
})
