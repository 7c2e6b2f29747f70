// One asker's line to the engine: the newest question is answered, those that it overtook are not.

export class Newest<Question, Answer> {
  #running = false;
  #next: { question: Question } | undefined;

  constructor(
    private readonly put: (question: Question) => Promise<Answer>,
    private readonly answered: (answer: Answer, question: Question) => void,
    private readonly failed: (reason: Error) => void,
  ) {}

  ask(question: Question): void {
    this.#next = { question };
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#next) {
      const { question } = this.#next;
      this.#next = undefined;
      try {
        const answer = await this.put(question);
        if (!this.#next) this.answered(answer, question);
      } catch (reason) {
        if (!this.#next) this.failed(reason instanceof Error ? reason : new Error(String(reason)));
      }
    }
    this.#running = false;
  }
}
