import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError, ERROR_CODES, fail, fromWire, isAppError, ok, toWire, unwrap } from '../../../shared/errors/index.ts';

describe('errors over a wall', () => {
  test('keep code, message and detail, and lose cause and stack', () => {
    const error = new AppError({
      code: 'source-auth',
      message: 'The token was refused.',
      detail: { source: 'zd', status: 401, tried: ['a', 'b'] },
      cause: new Error('secret'),
    });
    const wire = toWire(error);
    expect(wire).toStrictEqual({
      code: 'source-auth',
      message: 'The token was refused.',
      detail: { source: 'zd', status: 401, tried: ['a', 'b'] },
    });
    expect(JSON.stringify(wire)).not.toContain('secret');
    expect(error.cause).toBeInstanceOf(Error);
  });

  test.each([[new TypeError('/home/x: boom')], ['text'], [null], [undefined], [{ code: 'refused', message: 'x' }]])(
    'an unknown throw (%s) becomes internal and tells nothing of itself',
    (thrown) => {
      const wire = toWire(thrown);
      expect(wire.code).toBe('internal');
      expect(JSON.stringify(wire)).not.toMatch(/boom|home|text|refused/);
    },
  );

  test('any detail comes out as plain data', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    const detail = { when: Number.NaN, big: 10n, error: new Error('inside'), loop } as unknown as {
      readonly a: string;
    };
    const wire = toWire(new AppError({ code: 'refused', message: 'no', detail }));
    expect(() => JSON.stringify(wire)).not.toThrow();
    expect(wire.detail).toMatchObject({ when: null, big: '10', error: 'Error' });
  });

  test('there and back keeps everything', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ERROR_CODES),
        fc.string(),
        fc.option(
          fc.dictionary(
            fc.string().filter((k) => k !== '__proto__'),
            fc.oneof(fc.string(), fc.integer()),
          ),
          {
            nil: undefined,
          },
        ),
        (code, message, detail) => {
          const wire = toWire(new AppError({ code, message, detail }));
          const copy: unknown = JSON.parse(JSON.stringify(wire));
          expect(toWire(fromWire(copy))).toEqual(wire);
        },
      ),
    );
  });

  test.each([[null], ['x'], [{ code: 'new-code', message: 'x' }], [{ code: 'refused' }]])(
    'a value of the wrong shape (%j) is internal',
    (value) => expect(fromWire(value).code).toBe('internal'),
  );

  test('results carry a value or a failure', () => {
    expect(unwrap(ok(7))).toBe(7);
    const failed = fail(new AppError({ code: 'time-limit', message: 'Too slow.' }));
    expect(failed).toStrictEqual({ ok: false, error: { code: 'time-limit', message: 'Too slow.' } });
    try {
      unwrap(failed);
      expect.unreachable();
    } catch (error) {
      expect(isAppError(error, 'time-limit')).toBe(true);
      expect(isAppError(error, 'row-cap')).toBe(false);
    }
  });
});
