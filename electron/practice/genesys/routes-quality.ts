import type { Contact } from '../arrivals.ts';
import { Random, streamKey } from '../random.ts';
import type { World } from '../world.ts';
import { badRequest, route } from './http.ts';
import type { Organization, Reply, Request, Route } from './http.ts';
import { iso } from './ids.ts';
import { listPage } from './paging.ts';
import { renderUser } from './render-people.ts';

/** An evaluation: somebody listened to a call some hours to two days later. */
interface Evaluated {
  call: Contact;
  assignedAt: number;
  submittedAt: number;
  releasedAt: number | null;
  /** 0..100. */
  score: number;
  failed: boolean;
  evaluator: number;
  read: boolean;
}

const CHANCE = 0.22;
const DAY = 86_400;
/** Days after a call on which its evaluation may still be given out or filled in. */
const LATEST_DAYS = 3;
const FORM = 'Call quality';

/** Evaluations by the day of the call. */
class EvaluationBook {
  private readonly days = new Map<number, readonly Evaluated[]>();

  constructor(world: World) {
    world.onForget(() => this.days.clear());
  }

  ofDay(world: World, day: number): readonly Evaluated[] {
    const known = this.days.get(day);
    if (known !== undefined) return known;
    const made: Evaluated[] = [];
    const log = world.log(day);
    for (const agent of world.floor.agents) {
      if (agent.medium !== 'phone') continue;
      const random = new Random(streamKey(world.floor.parameters.seed, 'evaluation', day, agent.index));
      const calls = world.contactsOf(log, agent.index).filter((call) => call.endedAt - call.answeredAt > 60);
      if (!random.chance(CHANCE) || calls.length === 0) continue;
      const call = random.pick(calls);
      const assignedAt = call.freeAt + 3600 + random.below(DAY);
      const submittedAt = assignedAt + 900 + random.below(DAY);
      const failed = random.chance(0.04);
      const score = Math.round((87 - 12 * agent.careless + 7 * random.normal()) * 10) / 10;
      made.push({
        call,
        assignedAt,
        submittedAt,
        releasedAt: random.chance(0.9) ? submittedAt + 600 : null,
        score: failed ? 0 : Math.min(100, Math.max(20, score)),
        failed,
        evaluator: (agent.index + 1 + random.below(5)) % world.floor.agents.length,
        read: random.chance(0.7),
      });
    }
    this.days.set(day, made);
    return made;
  }
}

/** Evaluations are asked for by agent, evaluator, assignee or conversation, and not without. */
export function qualityRoutes(world: World): readonly Route[] {
  const book = new EvaluationBook(world);
  return [
    route('GET', '/quality/evaluations/query', (request, organization) => query(request, organization, book)),
    route('GET', '/quality/publishedforms/evaluations', (request, organization) =>
      listPage(request, [FORM], () => formOf(organization)),
    ),
  ];
}

function query(request: Request, organization: Organization, book: EvaluationBook): Reply {
  const { world, ids } = organization;
  const of = (name: string): string | null => request.query.get(name);
  const [agent, evaluator, assignee, conversation] = [
    'agentUserId',
    'evaluatorUserId',
    'assigneeUserId',
    'conversationId',
  ].map(of);
  if ([agent, evaluator, assignee, conversation].every((value) => value === null || value === undefined)) {
    return badRequest('One of conversationId, agentUserId, evaluatorUserId, assigneeUserId is required');
  }
  const instant = (text: string | null, otherwise: number): number =>
    text === null ? otherwise : Date.parse(text) / 1000;
  const from = instant(of('startTime'), world.openedAt);
  const to = Math.min(request.now, instant(of('endTime'), request.now));
  if (!Number.isFinite(from) || !Number.isFinite(to)) return badRequest('startTime or endTime is not an instant');
  const found: Evaluated[] = [];
  const first = world.calendar.dayNumberAt(Math.max(from, world.openedAt)) - LATEST_DAYS;
  for (let day = first; day <= world.calendar.dayNumberAt(to); day += 1) {
    for (const evaluated of book.ofDay(world, day)) {
      const { call, assignedAt } = evaluated;
      const fits =
        assignedAt >= from &&
        assignedAt < to &&
        call.createdAt >= world.openedAt &&
        (agent === null || agent === ids.of('user', call.agent)) &&
        (evaluator === null || evaluator === ids.of('user', evaluated.evaluator)) &&
        (assignee === null || assignee === ids.of('user', evaluated.evaluator)) &&
        (conversation === null || conversation === ids.of('conversation', call.id));
      if (fits) found.push(evaluated);
    }
  }
  return listPage(request, found, (evaluated) => render(organization, evaluated, request.now));
}

function formOf({ ids, world }: Organization): object {
  const id = ids.of('form', 1);
  const modifiedDate = iso(world.openedAt - 31_536_000);
  return {
    id,
    name: FORM,
    modifiedDate,
    published: true,
    contextId: ids.of('form', 2),
    questionGroups: [],
    selfUri: `/api/v2/quality/forms/evaluations/${id}`,
  };
}

function render(organization: Organization, evaluated: Evaluated, now: number): unknown {
  const { ids, world } = organization;
  const { call, assignedAt, submittedAt, releasedAt, score, failed } = evaluated;
  const id = ids.of('evaluation', call.id);
  const conversation = ids.of('conversation', call.id);
  const done = submittedAt <= now;
  const released = releasedAt !== null && releasedAt <= now;
  const person = (index: number): unknown => {
    const agent = world.floor.agents[index];
    return agent === undefined ? undefined : renderUser(organization, agent, new Set(), now);
  };
  const queue = world.floor.queues[call.queue];
  return {
    id,
    conversation: { id: conversation, selfUri: `/api/v2/conversations/${conversation}` },
    evaluationForm: formOf(organization),
    evaluator: person(evaluated.evaluator),
    agent: person(call.agent),
    status: done ? 'FINISHED' : assignedAt + 600 <= now ? 'INPROGRESS' : 'PENDING',
    ...(done
      ? {
          answers: {
            totalScore: score,
            totalCriticalScore: failed ? 0 : score,
            anyFailedKillQuestions: failed,
            comments: '',
            questionGroupScores: [],
          },
        }
      : {}),
    agentHasRead: released && evaluated.read,
    assignedDate: iso(assignedAt),
    createdDate: iso(assignedAt),
    changedDate: iso(released ? releasedAt : done ? submittedAt : assignedAt),
    ...(done ? { submittedDate: iso(submittedAt) } : {}),
    ...(released ? { releaseDate: iso(releasedAt) } : {}),
    ...(queue === undefined ? {} : { queue: { id: ids.of('queue', queue.index), name: queue.name } }),
    mediaType: ['CALL'],
    conversationDate: iso(call.createdAt),
    conversationEndDate: iso(call.endedAt),
    neverRelease: releasedAt === null,
    assigned: true,
    rescore: false,
    redacted: false,
    isScoringIndex: true,
    version: done ? 2 : 1,
    selfUri: `/api/v2/quality/conversations/${conversation}/evaluations/${id}`,
  };
}
