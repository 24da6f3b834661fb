/** Of questions that are asked one after the other only the answer to the newest counts, whichever comes last. */
export class Latest {
  #number = 0;

  /** A question is asked, or what was asked is wanted no more. Returned: whether it is still the newest. */
  begin(): () => boolean {
    const mine = ++this.#number;
    return () => mine === this.#number;
  }
}
