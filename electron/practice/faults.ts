import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { inForce } from './incidents.ts';
import type { Incident, IncidentKind, Vendor } from './incidents.ts';
import type { PracticeSession } from './session.ts';
import { sendReply } from './wire.ts';
import type { Reply } from './wire.ts';

/** The faults between one vendor and whoever reads it. */
export class FaultDesk {
  private readonly session: PracticeSession;
  private readonly vendor: Vendor;
  private readonly stopping: AbortSignal;
  private outages = 0;

  constructor(session: PracticeSession, vendor: Vendor, stopping: AbortSignal) {
    this.session = session;
    this.vendor = vendor;
    this.stopping = stopping;
  }

  /** The incident of this kind that strikes this vendor now. */
  struck(kind: IncidentKind): Incident | null {
    return inForce(this.session.incidents(), kind, this.session.now(), this.vendor);
  }

  /** Answers in place of the vendor where it is out of reach or something answers for it, slowly where it is slow. @returns whether it did */
  async intercept(response: ServerResponse): Promise<boolean> {
    if (this.struck('source-outage') !== null) {
      this.outages += 1;
      // Real outages come in both kinds: a connection that breaks and a balancer that apologises.
      if (this.outages % 2 === 1) response.destroy();
      else this.send(response, { status: 503, text: 'Service Unavailable', headers: { 'retry-after': '5' } });
      return true;
    }
    const slow = this.struck('slow');
    if (slow !== null) await sleep(slow.factor * 1000, undefined, { signal: this.stopping, ref: false });
    if (this.struck('html-200') === null) return false;
    this.send(response, SIGN_IN_PAGE);
    return true;
  }

  /** Seconds until requests are taken again, as text; null where they are now. */
  limited(): string | null {
    const incident = this.struck('rate-limit');
    if (incident === null) return null;
    const left = (incident.endAt - this.session.now()) / 1000 / this.session.speed;
    return String(Math.min(60, Math.max(1, Math.ceil(left))));
  }

  /** Sends with the vendor's clock, and only half of it while replies break off. */
  send(response: ServerResponse, reply: Reply): void {
    const skew = this.struck('clock-skew');
    const at = this.session.now() + (skew === null ? 0 : skew.factor * 60_000);
    const page = reply === SIGN_IN_PAGE;
    sendReply(response, reply, at, !page && reply.status === 200 && this.struck('truncated-json') !== null);
  }
}

const SIGN_IN_PAGE: Reply = {
  status: 200,
  text: '<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body><h1>Accept the terms to go on</h1></body></html>',
  headers: { 'content-type': 'text/html; charset=utf-8' },
};
