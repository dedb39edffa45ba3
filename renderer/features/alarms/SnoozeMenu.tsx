import { AlarmClockOff } from 'lucide-react';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Button, Kbd, t } from '../../ui/index.ts';

const MINUTES = [5, 15, 30, 60] as const;

interface SnoozeMenuProps {
  who: string;
  open: boolean;
  /** Shows the key. */
  hint: boolean;
  onOpenChange(open: boolean): void;
  onSnooze(minutes: number): void;
}

/** How long an alarm is to be quiet. */
export function SnoozeMenu({ who, open, hint, onOpenChange, onSnooze }: SnoozeMenuProps) {
  return (
    <MenuTrigger isOpen={open} onOpenChange={onOpenChange}>
      <Button icon={<AlarmClockOff />}>
        {t('alarms.snooze')}
        {hint && <Kbd keys="z" />}
      </Button>
      <Popover className="wf-popover" offset={6}>
        <Menu className="wf-menu" aria-label={t('alarms.snooze.menu', { who })}>
          {MINUTES.map((minutes) => (
            <MenuItem key={minutes} id={String(minutes)} className="wf-menu-item" onAction={() => onSnooze(minutes)}>
              {t('alarms.snooze.minutes', { minutes })}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
