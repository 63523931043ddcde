// A little slower than the desk allows, so that what somebody types never has to be refused.

const BURST = 15;
const EACH = 250;

export class Pace {
  constructor() {
    this.left = BURST;
    this.at = 0;
    this.until = 0;
  }

  /** Milliseconds until the next may go; 0 takes a place at once. */
  take(now) {
    if (now < this.until) return this.until - now;
    this.left = Math.min(BURST, this.left + (now - this.at) / EACH);
    this.at = now;
    if (this.left < 1) return Math.ceil((1 - this.left) * EACH);
    this.left -= 1;
    return 0;
  }

  /** The desk asks for patience. */
  hold(now, seconds) {
    this.until = Math.max(this.until, now + Math.max(0.3, seconds) * 1000);
    this.left = 0;
  }
}
