import {
  AtSign,
  Bot,
  BriefcaseBusiness,
  CircleCheck,
  CircleOff,
  Coffee,
  DoorOpen,
  GraduationCap,
  Hand,
  Headset,
  Mail,
  MessageSquare,
  MessagesSquare,
  PencilLine,
  Phone,
  PhoneIncoming,
  Ticket,
  Users,
  Utensils,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { memo } from 'react';
import type { AgentState, Channel } from '../../shared/domain/records.ts';
import { t } from '../ui/index.ts';
import './marks.css';

/** Each state has its own shape, so that the hue is never alone. */
export const STATE_ICONS: Readonly<Record<AgentState, LucideIcon>> = {
  available: CircleCheck,
  'on-contact': Headset,
  wrap: PencilLine,
  break: Coffee,
  lunch: Utensils,
  meeting: Users,
  training: GraduationCap,
  coaching: MessagesSquare,
  'back-office': BriefcaseBusiness,
  away: DoorOpen,
  help: Hand,
  offline: CircleOff,
};

export const CHANNEL_ICONS: Readonly<Record<Channel, LucideIcon>> = {
  voice: Phone,
  chat: MessageSquare,
  email: Mail,
  ticket: Ticket,
  social: AtSign,
  callback: PhoneIncoming,
  'self-service': Bot,
};

/** The icon of an agent's state in its hue; the word stands beside it. */
export const StateIcon = memo(function StateIcon({ state }: { state: AgentState }) {
  const Icon = STATE_ICONS[state];
  return <Icon className="wf-mark wf-state-icon" data-state={state} aria-hidden />;
});

/** An agent's state as a word in its hue. @param raw the vendor's word, in the tooltip */
export function StateWord({ state, raw }: { state: AgentState; raw?: string }) {
  return (
    <span className="wf-state-word wf-clip" data-state={state} data-tip={raw === '' ? undefined : raw}>
      {t(`words.state.${state}`)}
    </span>
  );
}

/** The icon of a channel with its name for pointers and screen readers. */
export const ChannelIcon = memo(function ChannelIcon({ channel }: { channel: Channel }) {
  const Icon = CHANNEL_ICONS[channel];
  const name = t(`words.channel.${channel}`);
  return (
    <Icon className="wf-mark wf-channel-icon">
      <title>{name}</title>
    </Icon>
  );
});
