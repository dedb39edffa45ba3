/** Around the world, so that it is the middle of the day in one of them at any time. */
const ZONES = [
  'Pacific/Auckland',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Asia/Jerusalem',
  'Europe/London',
  'America/Sao_Paulo',
  'America/Chicago',
  'America/Los_Angeles',
  'Pacific/Honolulu',
] as const;

/** Minutes after midnight: a morning lies behind, the floor is full. */
const BEST = 13 * 60;

/** The zone in which it is nearest to one in the afternoon. @param at epoch ms UTC */
export function busyZone(at: number): string {
  const away = (zone: string): number => {
    const [hour = 0, minute = 0] = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
    })
      .format(at)
      .split(':')
      .map(Number);
    return Math.abs((hour % 24) * 60 + minute - BEST);
  };
  return ZONES.reduce<string>((best, zone) => (away(zone) < away(best) ? zone : best), ZONES[0]);
}
