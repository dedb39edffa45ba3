/**
 * A two-way pipe to one window, worker or test. MessagePortMain of an Electron utility process, Node's MessagePort and a test's fake all
 * fit after {@link fromNodePort} or {@link fromElectronPort}: those differ in how they wrap what arrives.
 */
export interface Port {
  /** Sends a structured-cloneable value. Sending on a closed port does nothing. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** What both kinds of ports have in common, as far as it is used here. */
interface RawPort {
  postMessage(message: unknown): void;
  on(event: 'message' | 'close', listener: (value: unknown) => void): unknown;
  start?(): void;
  close(): void;
}

/** Node's MessagePort (worker_threads): `message` hands over the value itself. */
export function fromNodePort(port: RawPort): Port {
  return wrap(port, (value) => value);
}

/** Electron's MessagePortMain: `message` hands over an event with the value in `data`. */
export function fromElectronPort(port: RawPort): Port {
  return wrap(port, (event) => (event as { data: unknown }).data);
}

function wrap(port: RawPort, unwrap: (value: unknown) => unknown): Port {
  let open = true;
  port.on('close', () => {
    open = false;
  });
  return {
    send: (message) => {
      if (open) port.postMessage(message);
    },
    onMessage: (listener) => {
      port.on('message', (value) => listener(unwrap(value)));
      port.start?.();
    },
    onClose: (listener) => {
      port.on('close', () => listener());
    },
    close: () => {
      open = false;
      port.close();
    },
  };
}
