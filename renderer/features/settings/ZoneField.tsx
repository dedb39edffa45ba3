import { ChevronDown } from 'lucide-react';
import { useMemo } from 'react';
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components';
import { Clock, t } from '../../ui/index.ts';

interface ZoneFieldProps {
  value: string;
  onChange(zone: string): void;
}

/** The reporting zone, found by typing a part of its name. */
export function ZoneField({ value, onChange }: ZoneFieldProps) {
  const zones = useMemo(() => zoneList(value), [value]);
  return (
    <ComboBox
      className="wf-field"
      defaultItems={zones}
      value={value}
      menuTrigger="focus"
      onChange={(key) => {
        if (typeof key === 'string' && key !== value) onChange(key);
      }}
    >
      <Label>{t('settings.zone')}</Label>
      <div className="wf-zone-field">
        <Input className="wf-input" placeholder={t('settings.zone.search')} />
        <Button className="wf-zone-open">
          <ChevronDown aria-hidden />
        </Button>
      </div>
      <Text slot="description">
        <ZoneNow zone={value} /> {t('settings.zone.help')}
      </Text>
      <Popover className="wf-popover wf-select-list">
        <ListBox
          className="wf-menu"
          renderEmptyState={() => <p className="wf-muted wf-zone-none">{t('settings.zone.none')}</p>}
        >
          {(zone: Zone) => (
            <ListBoxItem id={zone.id} textValue={zone.label} className="wf-menu-item">
              {zone.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

interface Zone {
  id: string;
  label: string;
}

/** Runtimes list some zones under their old names only; people type the new ones. Both mean the same zone. */
const RENAMED = [
  'America/Nuuk',
  'America/Argentina/Buenos_Aires',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
];

/** Every zone that this runtime knows, UTC first, and the one in use even if it is an alias. */
export function zoneList(current: string): Zone[] {
  const known = Intl.supportedValuesOf('timeZone');
  const all = new Set([...known, ...RENAMED, current]);
  all.delete('UTC');
  return ['UTC', ...[...all].sort()].map((id) => ({ id, label: id.replaceAll('_', ' ') }));
}

function ZoneNow({ zone }: { zone: string }) {
  const [before = '', after = ''] = t('settings.zone.now', { time: '\u0000' }).split('\u0000');
  return (
    <>
      {before}
      <Clock zone={zone} />
      {after}
    </>
  );
}
