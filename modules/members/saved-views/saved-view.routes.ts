import type { Pages } from '#kernel/http/page'
import type { Routes } from '#kernel/module'
import { IdParams, NoContent, PageOf } from '#kernel/schemas'
import { ChangeViewBody, members, SavedViewSchema, SavedViewsQuery, SaveViewBody } from '../contract.js'
import type { SavedViewService } from './saved-view.service.js'

const { views } = members.permissions

export const savedViewRoutes = (service: SavedViewService, pages: Pages): Routes => async (app) => {
  app.get('/saved-views', { schema: { summary: 'The views of lists I keep', querystring: SavedViewsQuery, response: { 200: PageOf(SavedViewSchema) } }, config: { access: views } }, async (request, reply) =>
    pages.close(request, reply, await service.mine(request.query.screen ?? null, pages.open(request)), ({ id }) => [id]),
  )

  app.post('/saved-views', { schema: { summary: 'Keep a view of a list under a name', body: SaveViewBody, response: { 201: SavedViewSchema } }, config: { access: views } }, async ({ body }, reply) => {
    void reply.code(201)
    return service.save(body)
  })

  app.patch('/saved-views/:id', { schema: { summary: 'Rename one of my views, change what it shows, or open its list with it', description: 'A list has one default at most: giving it to one view takes it from another.', params: IdParams, body: ChangeViewBody, response: { 200: SavedViewSchema } }, config: { access: views } }, async ({ params, body }) =>
    service.change(params.id, body),
  )

  app.delete('/saved-views/:id', { schema: { summary: 'Forget one of my views', description: 'It can be restored for a day.', params: IdParams, response: { 204: NoContent } }, config: { access: views } }, async ({ params }, reply) => {
    await service.remove(params.id)
    void reply.code(204)
    return null
  })

  app.post('/saved-views/:id/restoration', { schema: { summary: 'Keep a view again that I forgot', params: IdParams, response: { 200: SavedViewSchema } }, config: { access: views } }, async ({ params }) => service.restore(params.id))
}
