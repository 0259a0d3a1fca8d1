// Training sessions over HTTP: open one, upload its parts, train.
import { Type } from 'typebox';
import type { ProposedTopics, TrainingResult, TrainingSession } from '../../src/core/contract.ts';
import { SlugSchema, TrainingPartSchema } from '../../src/core/contract-schemas.ts';
import { TRAINING_BODY_BYTES_MAX } from '../../src/core/limits.ts';
import type { Store } from '../store/store.ts';
import type { TrainingSessions } from '../training/training-sessions.ts';
import { callerOf } from './authenticate.ts';
import { requireMember } from './membership.ts';
import { DeskParams, type V1 } from './v1.ts';

/** Parts of one session: a million rows. */
const PARTS_MAX = 200;

const SessionParams = Type.Object({ desk: SlugSchema, session: Type.String() });
const PartParams = Type.Object({
  desk: SlugSchema,
  session: Type.String(),
  part: Type.Integer({ minimum: 0, maximum: PARTS_MAX }),
});

/** Registers the routes below /desks/:desk/training-sessions. All need the role lead. */
export function trainingRoutes(
  app: V1,
  deps: { readonly store: Store; readonly training: TrainingSessions },
): void {
  const { store, training } = deps;

  app.post(
    '/desks/:desk/training-sessions',
    { schema: { params: DeskParams } },
    async (request, reply): Promise<TrainingSession> => {
      const { desk } = await requireMember(store, callerOf(request), request.params.desk, 'lead');
      reply.code(201);
      return training.open(desk);
    },
  );

  app.put(
    '/desks/:desk/training-sessions/:session/parts/:part',
    { schema: { params: PartParams, body: TrainingPartSchema }, bodyLimit: TRAINING_BODY_BYTES_MAX },
    async (request): Promise<TrainingSession> => {
      const { session, part } = request.params;
      const { desk } = await requireMember(store, callerOf(request), request.params.desk, 'lead');
      return training.putPart(desk, session, part, request.body.rows);
    },
  );

  app.post(
    '/desks/:desk/training-sessions/:session/train',
    { schema: { params: SessionParams } },
    async (request): Promise<TrainingResult> => {
      const { desk } = await requireMember(store, callerOf(request), request.params.desk, 'lead');
      return training.train(desk, request.params.session, callerOf(request).email);
    },
  );

  app.post(
    '/desks/:desk/training-sessions/:session/topics',
    { schema: { params: SessionParams } },
    async (request): Promise<ProposedTopics> => {
      const { desk } = await requireMember(store, callerOf(request), request.params.desk, 'lead');
      return training.findTopics(desk, request.params.session);
    },
  );
}
