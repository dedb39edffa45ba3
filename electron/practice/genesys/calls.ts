import type { Contact } from '../arrivals.ts';
import type { World } from '../world.ts';

const DAY = 86_400;
/** Days of the world's calendar that a day of UTC can touch, in either direction. */
const AROUND = 1;

/** The calls of days as UTC counts them, newest first. */
export class CallBook {
  private readonly world: World;
  private readonly days = new Map<number, readonly Contact[]>();

  constructor(world: World) {
    this.world = world;
    world.onForget(() => this.days.clear());
  }

  /** Calls that began on a day of UTC, the latest first. @param day days since the epoch */
  begunOn(day: number): readonly Contact[] {
    const known = this.days.get(day);
    if (known !== undefined) return known;
    const { world } = this;
    const from = day * DAY;
    const to = from + DAY;
    const found: Contact[] = [];
    const last = world.calendar.dayNumberAt(to - 1);
    for (let number = world.calendar.dayNumberAt(from) - AROUND; number <= last; number += 1) {
      for (const contact of world.log(number).contacts) {
        const phone = world.floor.queues[contact.queue]?.medium === 'phone';
        if (phone && contact.createdAt >= from && contact.createdAt < to) found.push(contact);
      }
    }
    found.sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
    this.days.set(day, found);
    for (const oldest of this.days.keys()) {
      if (this.days.size <= 4) break;
      this.days.delete(oldest);
    }
    return found;
  }

  /** The call of this number; null where there is none. */
  call(id: number): Contact | null {
    const day = Math.floor(id / 1_000_000);
    if (!Number.isSafeInteger(day) || day < 0 || this.world.calendar.day(day).endAt <= this.world.openedAt) return null;
    const found = this.world.contact(this.world.log(day), id);
    return found !== undefined && this.world.floor.queues[found.queue]?.medium === 'phone' ? found : null;
  }
}
