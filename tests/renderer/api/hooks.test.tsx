import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { ClientProvider, EngineClient, useCommand, useQuery, useShell } from '../../../renderer/api/index.ts';
import { FakeBridge } from '../../helpers/fake-bridge.ts';
import { onWire, settle } from '../helpers.tsx';

describe('questions and intents from a screen', () => {
  let bridge: FakeBridge;
  let wrapper: (props: { children: ReactNode }) => ReactNode;

  beforeEach(() => {
    bridge = new FakeBridge();
    const client = new EngineClient(bridge);
    client.start();
    wrapper = ({ children }) => <ClientProvider client={client}>{children}</ClientProvider>;
  });

  const history = (from: number) => ({ from, to: from + 1 });

  it('keeps the last answer while a newer one is on its way', async () => {
    let release: (() => void) | null = null;
    bridge.handle('trend', async ({ from }) => {
      if (from === 2) await new Promise<void>((resolve) => (release = resolve));
      return [{ at: from, offered: 0, answered: 0, abandoned: 0, serviceLevel: none, asa: none }];
    });
    const { result, rerender } = renderHook(
      ({ from }) => useQuery('trend', { ...history(from), by: 'hour', queue: null }),
      {
        wrapper,
        initialProps: { from: 1 },
      },
    );
    expect(result.current).toMatchObject({ value: null, loading: true });
    await settle();
    expect(result.current).toMatchObject({ loading: false, value: [{ at: 1 }] });
    rerender({ from: 2 });
    await settle();
    expect(result.current).toMatchObject({ loading: true, value: [{ at: 1 }] });
    await onWire(() => release?.());
    expect(result.current).toMatchObject({ loading: false, value: [{ at: 2 }] });
  });

  it('asks nothing for a null input', async () => {
    renderHook(() => useQuery('about', null), { wrapper });
    await settle();
    expect(bridge.calls).toEqual([]);
  });

  it('asks again when the engine has come back', async () => {
    bridge.handle('practice', () => ({ running: true, speed: bridge.calls.length, incidents: [] }));
    const { result } = renderHook(() => useQuery('practice', {}), { wrapper });
    await settle();
    expect(result.current.value?.speed).toBe(1);
    await onWire(() => bridge.kill());
    expect(result.current.value?.speed).toBe(1);
    await onWire(() => bridge.connect());
    expect(result.current.value?.speed).toBe(2);
  });

  it('gives the failure of a command as a value, and says when it is busy', async () => {
    let release: (() => void) | null = null;
    bridge.handle('cancelImport', async () => {
      await new Promise<void>((resolve) => (release = resolve));
      throw { code: 'refused', message: 'Nothing is being imported.' };
    });
    const { result } = renderHook(() => useCommand('cancelImport'), { wrapper });
    let outcome: unknown;
    await act(async () => {
      void result.current.run({}).then((value) => (outcome = value));
      for (let round = 0; round < 10; round += 1) await Promise.resolve();
    });
    expect(result.current.busy).toBe(true);
    await onWire(() => release?.());
    expect(result.current).toMatchObject({
      busy: false,
      error: { code: 'refused', message: 'Nothing is being imported.' },
    });
    expect(outcome).toEqual({ ok: false, error: { code: 'refused', message: 'Nothing is being imported.' } });
    act(() => result.current.clear());
    expect(result.current.error).toBeNull();
  });

  it('asks the main process and passes its refusal on', async () => {
    bridge.handleShell('chooseFile', () => ({ ok: true, value: { path: '/data/calls.csv' } }));
    const { result } = renderHook(() => useShell('chooseFile'), { wrapper });
    let path: string | null = null;
    await act(async () => {
      const answer = await result.current.run({});
      if (answer.ok) path = answer.value.path;
    });
    expect(path).toBe('/data/calls.csv');
  });
});

const none = { value: null, numerator: 0, denominator: 0 };
