import type { TimelineRow } from '../../../../shared/contract/index.ts';
import type { AgentState } from '../../../../shared/domain/records.ts';
import { t } from '../../../ui/index.ts';
import { planColor, stateColor } from './palette.ts';
import type { Palette } from './palette.ts';
import { QUARTER_MS } from './time-window.ts';

export type Plan = TimelineRow['planned'];
export type Actual = TimelineRow['actual'];
export type Strip = TimelineRow['matches'];

/** Where on a canvas, and when. */
export interface Sheet {
  context: CanvasRenderingContext2D;
  colors: Palette;
  x(at: number): number;
  from: number;
  to: number;
  width: number;
  /** Where time has come to; what lasts is drawn up to here. Epoch ms UTC. */
  now: number;
}

interface Lane {
  top: number;
  height: number;
}

/** How high a state stands in its lane: the shape that goes with the hue. */
const HEIGHT: Readonly<Partial<Record<AgentState, number>>> = {
  available: 0.5,
  wrap: 0.75,
  'back-office': 0.75,
  offline: 0.2,
};
/** States that are time away from contacts are striped as well. */
const STRIPED: ReadonlySet<AgentState> = new Set(['break', 'lunch', 'meeting', 'training', 'coaching', 'away']);

/** The quarter hours behind everything, the hours stronger. */
export function paintGrid({ context, colors, x, from, to, width }: Sheet, height: number): void {
  const wide = (QUARTER_MS / (to - from)) * width >= 7;
  for (let at = Math.ceil(from / QUARTER_MS) * QUARTER_MS; at <= to; at += QUARTER_MS) {
    const hour = at % (4 * QUARTER_MS) === 0;
    if (!hour && !wide) continue;
    context.globalAlpha = hour ? 1 : 0.4;
    context.fillStyle = colors.line;
    context.fillRect(Math.round(x(at)), 0, 1, height);
  }
  context.globalAlpha = 1;
}

/** Keeps 3 : 1 to the surface in both themes; the boxes' fill is fainter, so that what was done stands before what was planned. */
const EDGE_ALPHA = 0.8;
const EDGE = 2;
const HATCH_ALPHA = 0.7;

/** What was planned: one box for each activity on an edge of its full hue, with its word where there is room. */
export function paintPlan(sheet: Sheet, plan: Plan, lane: Lane): void {
  const { context, colors } = sheet;
  for (const { activity, from, to } of plan) {
    const span = clip(sheet, from, to);
    if (span === null) continue;
    const color = planColor(activity, colors);
    if (activity === 'off') hatch(sheet, span, lane, colors.muted, HATCH_ALPHA);
    else {
      // What is worked is the ground, what interrupts it stands out.
      const worked = activity === 'work' || activity === 'back-office';
      context.globalAlpha = worked ? colors.planAlpha : colors.planAlpha + 0.2;
      context.fillStyle = color;
      box(context, span, lane);
      context.globalAlpha = EDGE_ALPHA;
      context.fillRect(span.left + 0.5, lane.top + lane.height - EDGE, Math.max(1, span.width - 1), EDGE);
    }
    context.globalAlpha = 1;
    if (activity !== 'work') label(sheet, t(`words.activity.${activity}`), span, lane);
  }
}

/** What was done: hue and height by state, time away striped, no data hatched, a mark where platforms contradict. */
export function paintActual(sheet: Sheet, actual: Actual, lane: Lane): void {
  const { context, colors, now } = sheet;
  for (const { state, from, to, conflict } of actual) {
    const span = clip(sheet, from, to ?? now);
    if (span === null) continue;
    if (state === null) {
      hatch(sheet, span, lane, colors.muted, HATCH_ALPHA);
      continue;
    }
    const height = Math.max(2, Math.round(lane.height * (HEIGHT[state] ?? 1)));
    const own = { top: lane.top + lane.height - height, height };
    // A hair of distance, so that two stays in the same state are two.
    const drawn = { left: span.left, width: Math.max(0.6, span.width - 0.6) };
    context.fillStyle = stateColor(state, colors);
    context.globalAlpha = STRIPED.has(state) ? 0.5 : state === 'offline' ? 1 : 0.9;
    context.fillRect(drawn.left, own.top, drawn.width, own.height);
    context.globalAlpha = 1;
    if (STRIPED.has(state)) hatch(sheet, drawn, own, stateColor(state, colors), 0.9);
    if (conflict !== null) mark(sheet, span, lane);
  }
}

/** How each minute stands to the plan: thin where it matches, full where it does not, dashed where excused, hatched where unknown. */
export function paintMatch(sheet: Sheet, strip: Strip, lane: Lane): void {
  const { context, colors, now } = sheet;
  for (const { match, impact, from, to } of strip) {
    const span = clip(sheet, from, to ?? now);
    if (span === null || match === 'outside') continue;
    if (match === 'unknown') {
      hatch(sheet, span, lane, colors.muted, 0.8);
      continue;
    }
    if (match === 'matched') {
      context.fillStyle = colors.available;
      context.fillRect(span.left, lane.top + lane.height - 2, span.width, 2);
    } else if (match === 'excused') {
      context.fillStyle = colors.muted;
      for (let left = span.left; left < span.left + span.width; left += 5) {
        context.fillRect(left, lane.top + lane.height - 3, Math.min(3, span.left + span.width - left), 3);
      }
    } else {
      context.fillStyle = impactColor(impact, colors);
      context.fillRect(span.left, lane.top, Math.max(1.5, span.width), lane.height);
    }
  }
}

/** Frames round the stretches that do not match: the block in conflict stands out. Excused ones are dashed. */
export function paintDeviations(sheet: Sheet, deviations: TimelineRow['deviations'], lane: Lane): void {
  const { context, colors, now } = sheet;
  for (const { from, to, impact, excused, scheduled } of deviations) {
    // Work beyond the plan is on the strip; a frame is for what breaks the plan.
    if (impact === 'positive' && (scheduled === null || scheduled === 'off')) continue;
    const span = clip(sheet, from, to ?? now);
    if (span === null) continue;
    const color = excused === null ? impactColor(impact, colors) : colors.muted;
    if (excused === null) {
      context.globalAlpha = 0.13;
      context.fillStyle = color;
      context.fillRect(span.left, lane.top, span.width, lane.height);
      context.globalAlpha = 1;
    }
    context.strokeStyle = color;
    context.lineWidth = 1.5;
    context.setLineDash(excused === null ? [] : [3, 3]);
    context.beginPath();
    context.roundRect(span.left - 0.5, lane.top, Math.max(3, span.width + 1), lane.height, 3);
    context.stroke();
    context.setLineDash([]);
  }
}

/** A line with feet over the minutes somebody took out. */
export function paintExceptions(sheet: Sheet, exceptions: TimelineRow['exceptions'], top: number): void {
  const { context, colors } = sheet;
  context.fillStyle = colors.accent;
  for (const { from, to, removedAt } of exceptions) {
    const span = removedAt === null ? clip(sheet, from, to) : null;
    if (span === null) continue;
    context.fillRect(span.left, top, span.width, 2);
    context.fillRect(span.left, top, 2, 5);
    context.fillRect(span.left + span.width - 2, top, 2, 5);
  }
}

interface Span {
  left: number;
  width: number;
}

function impactColor(impact: string | null, colors: Palette): string {
  return impact === 'negative' ? colors.breach : impact === 'positive' ? colors.onContact : colors.warning;
}

function clip({ x, from, to, width }: Sheet, start: number, end: number): Span | null {
  if (end <= from || start >= to || end <= start) return null;
  const left = Math.max(-4, x(start));
  return { left, width: Math.max(0.6, Math.min(width + 4, x(end)) - left) };
}

function box(context: CanvasRenderingContext2D, span: Span, lane: Lane): void {
  context.beginPath();
  context.roundRect(span.left + 0.5, lane.top, Math.max(1, span.width - 1), lane.height, 2);
  context.fill();
}

function hatch({ context }: Sheet, span: Span, lane: Lane, color: string, alpha: number): void {
  context.save();
  context.beginPath();
  context.rect(span.left, lane.top, span.width, lane.height);
  context.clip();
  context.globalAlpha = alpha;
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.beginPath();
  // From a fixed place of the sheet, so that neighbours run on into each other.
  const first = Math.floor((span.left - lane.height) / 5) * 5;
  for (let left = first; left < span.left + span.width; left += 5) {
    context.moveTo(left, lane.top + lane.height);
    context.lineTo(left + lane.height, lane.top);
  }
  context.stroke();
  context.restore();
}

/** A small wedge at the top of the block: platforms contradict each other. */
function mark({ context, colors }: Sheet, span: Span, lane: Lane): void {
  const middle = span.left + Math.min(span.width / 2, 6);
  context.fillStyle = colors.warning;
  context.beginPath();
  context.moveTo(middle - 4, lane.top - 2);
  context.lineTo(middle + 4, lane.top - 2);
  context.lineTo(middle, lane.top + 5);
  context.fill();
}

function label({ context, colors, width }: Sheet, text: string, span: Span, lane: Lane): void {
  const left = Math.max(0, span.left);
  const room = Math.min(width, span.left + span.width) - left;
  if (room < 26 || lane.height < 11) return;
  context.font = `500 10px ${colors.font}`;
  const long = context.measureText(text).width;
  if (long + 6 > room) return;
  context.fillStyle = colors.text;
  context.textBaseline = 'middle';
  context.fillText(text, left + (room - long) / 2, lane.top + lane.height / 2 + 0.5);
}
