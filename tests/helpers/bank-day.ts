const HEADER =
  'vru+line call_id customer_id priority type date vru_entry vru_exit vru_time q_start q_exit q_time outcome ser_start ser_exit ser_time server'.split(
    ' ',
  );

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 3600)}:${String(Math.floor(seconds / 60) % 60).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;

/**
 * A file in the form of the shipped bank mapping, with invented calls of one day, a minute apart from ten in the morning. Every tenth call was
 * given up.
 *
 * @returns tab-separated text with its header
 */
export function bankDay(calls: number): string {
  const rows = Array.from({ length: calls }, (_, index) => {
    const entry = 36_000 + index * 60;
    const queued = entry + 6;
    const waited = 5 + (index % 9) * 7;
    const start = queued + waited;
    const lost = index % 10 === 9;
    const service = lost ? 0 : 90 + (index % 7) * 31;
    return [
      `AA01${String((index % 4) + 1).padStart(2, '0')}`,
      900_001 + index,
      index % 3 === 0 ? 0 : 555 + index,
      2,
      'PS',
      '990203',
      clock(entry),
      clock(queued),
      6,
      clock(queued),
      clock(start),
      waited,
      lost ? 'HANG' : 'AGENT',
      lost ? '0:00:00' : clock(start),
      lost ? '0:00:00' : clock(start + service),
      service,
      lost ? 'NO_SERVER' : 'RUTH',
    ].join('\t');
  });
  return `${[HEADER.join('\t'), ...rows].join('\n')}\n`;
}
