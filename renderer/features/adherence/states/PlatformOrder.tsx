import { ChevronDown, ChevronUp, GripVertical } from 'lucide-react';
import { useState } from 'react';
import type { DragEvent, KeyboardEvent } from 'react';
import type { CallOutput } from '../../../api/index.ts';
import { useSettings } from '../../../app/providers.tsx';
import { Button, errorText, IconButton, notify, Panel, t } from '../../../ui/index.ts';
import { inSetOrder, moved } from './mapping.ts';
import { platformName, rawPlatformName } from './names.ts';

type Platform = CallOutput<'stateMappings'>['platforms'][number];

/** Which platform has the word when one human is on several: by drag, by Alt + arrows or by its buttons. */
export function PlatformOrder({ platforms }: { platforms: readonly Platform[] }) {
  const { settings, save } = useSettings();
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  // What was just decided, until the settings have it.
  const [pending, setPending] = useState<readonly string[] | null>(null);
  const [said, setSaid] = useState('');
  const order = pending ?? settings?.adherence.platformOrder ?? [];
  const list = inSetOrder(platforms, order);

  const store = async (next: readonly string[]) => {
    if (settings === null) return;
    setPending(next);
    const result = await save({ adherence: { ...settings.adherence, platformOrder: [...next] } });
    if (!result.ok) {
      setPending(null);
      notify({ tone: 'breach', text: t('adherence-states.notSaved', { reason: errorText(result.error) }) });
    }
  };
  const move = (from: number, to: number) => {
    const entry = list[from];
    if (entry === undefined || to < 0 || to >= list.length || to === from) return;
    setSaid(t('adherence-states.order.moved', { platform: platformName(entry), place: to + 1, count: list.length }));
    // A platform whose source is away for now keeps its place in the order.
    const shown = moved(list, from, to).map(({ platform }) => platform);
    void store([...shown, ...order.filter((platform) => !shown.includes(platform))]);
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const entry = event.currentTarget.closest('li');
    const neighbour = step < 0 ? entry?.previousElementSibling : entry?.nextElementSibling;
    if (event.altKey) move(index, index + step);
    else neighbour?.querySelector<HTMLElement>('.wf-order-name')?.focus();
  };
  const drop = (event: DragEvent, to: number) => {
    event.preventDefault();
    if (dragged !== null) move(dragged, to);
    setDragged(null);
    setOver(null);
  };
  return (
    <Panel
      title={t('adherence-states.order')}
      className="wf-order"
      actions={
        order.length > 0 && (
          <Button kind="quiet" onPress={() => void store([])}>
            {t('adherence-states.order.clear')}
          </Button>
        )
      }
    >
      <div className="wf-order-body">
        <p className="wf-muted">
          {t(
            platforms.length < 2
              ? 'adherence-states.order.single'
              : order.length === 0
                ? 'adherence-states.order.none'
                : 'adherence-states.order.text',
          )}
        </p>
        <ol aria-label={t('adherence-states.order')}>
          {list.map((entry, index) => (
            <li
              key={entry.platform}
              data-over={over === index && dragged !== index ? '' : undefined}
              data-ranked={order.length > 0 ? '' : undefined}
            >
              <button
                type="button"
                className="wf-order-name"
                aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
                draggable={list.length > 1}
                onDragStart={() => setDragged(index)}
                onDragEnd={() => {
                  setDragged(null);
                  setOver(null);
                }}
                onDragOver={(event) => {
                  event.preventDefault();
                  setOver(index);
                }}
                onDrop={(event) => drop(event, index)}
                onKeyDown={(event) => onKeyDown(event, index)}
              >
                <GripVertical aria-hidden />
                <span className="wf-clip" dir="auto" data-tip={rawPlatformName(entry)}>
                  {platformName(entry)}
                </span>
              </button>
              <IconButton
                label={t('adherence-states.order.up', { platform: platformName(entry) })}
                isDisabled={index === 0}
                onPress={() => move(index, index - 1)}
              >
                <ChevronUp />
              </IconButton>
              <IconButton
                label={t('adherence-states.order.down', { platform: platformName(entry) })}
                isDisabled={index === list.length - 1}
                onPress={() => move(index, index + 1)}
              >
                <ChevronDown />
              </IconButton>
            </li>
          ))}
        </ol>
        {list.length > 1 && <p className="wf-muted wf-order-help">{t('adherence-states.order.help')}</p>}
        <output className="wf-hidden">{said}</output>
      </div>
    </Panel>
  );
}
