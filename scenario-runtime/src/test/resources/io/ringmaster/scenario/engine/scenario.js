// A scenario of usual size and habits: a menu with classes, async steps, JSON and string work.
var settings = {
  languages: ['en', 'lv', 'ru'],
  prompts: {
    en: { greeting: 'Welcome', menu: 'Press 1 for sales, 2 for support', wrong: 'Sorry?', bye: 'Goodbye' },
    lv: { greeting: 'Laipni', menu: '1 tirdzniecība, 2 atbalsts', wrong: 'Lūdzu?', bye: 'Uz redzēšanos' },
    ru: { greeting: 'Здравствуйте', menu: '1 продажи, 2 поддержка', wrong: 'Не понял', bye: 'До свидания' },
  },
  queues: [
    { digit: '1', name: 'sales', skills: ['en', 'lv'], limit: 20 },
    { digit: '2', name: 'support', skills: ['en', 'lv', 'ru'], limit: 50 },
    { digit: '3', name: 'billing', skills: ['en'], limit: 10 },
  ],
};

class Step {
  constructor(name) {
    this.name = name;
    this.entered = 0;
  }

  enter(session) {
    this.entered++;
    session.log(`entering ${this.name} (${this.entered})`);
    return this;
  }

  tone() {
    return this;
  }
}

class Menu extends Step {
  #tries = 0;

  constructor(name, options, fallback) {
    super(name);
    this.options = new Map(options);
    this.fallback = fallback;
  }

  enter(session) {
    super.enter(session);
    session.say('menu');
    return this;
  }

  tone(session, digit) {
    const next = this.options.get(digit);
    if (next !== undefined) {
      this.#tries = 0;
      return next(session).enter(session);
    }
    if (++this.#tries >= 3) {
      this.#tries = 0;
      return this.fallback(session).enter(session);
    }
    session.say('wrong');
    return this;
  }
}

class Queue extends Step {
  constructor({ name, skills, limit }) {
    super(name);
    this.skills = skills;
    this.limit = limit;
    this.waiting = [];
  }

  enter(session) {
    super.enter(session);
    this.waiting.push({ at: Date.now(), caller: session.caller, priority: Math.floor(Math.random() * 10) });
    this.waiting.sort((a, b) => b.priority - a.priority || a.at - b.at);
    if (this.waiting.length > this.limit) this.waiting.length = this.limit;
    session.command('enqueue', { queue: this.name, position: this.waiting.length, skills: this.skills });
    return this;
  }

  tone(session, digit) {
    return digit === '*' ? session.main.enter(session) : this;
  }
}

class Session {
  constructor(caller) {
    this.caller = caller;
    this.language = settings.languages[0];
    this.history = [];
    const queues = settings.queues.map((each) => [each.digit, new Queue(each)]);
    this.main = new Menu('main', queues.map(([digit, queue]) => [digit, () => queue]), () => this.main);
    this.step = this.main;
  }

  say(key) {
    const text = settings.prompts[this.language][key];
    this.command('say', { text, voice: `${this.language}-female`, ssml: text.replace(/(\d)/g, '<say-as>$1</say-as>') });
  }

  log(text) {
    this.history.push(text);
    if (this.history.length > 50) this.history.shift();
  }

  command(name, body) {
    send({ name, ...body, time: new Date().toISOString() });
  }

  async identify() {
    const answer = await answerOf('customer');
    const { language = 'en', ...rest } = JSON.parse(answer);
    this.language = settings.languages.includes(language) ? language : 'en';
    this.customer = rest;
    this.log('identified ' + Object.entries(rest).map(([key, value]) => key + '=' + value).join(', '));
    this.say('greeting');
    this.step = this.main.enter(this);
  }

  tone(digit) {
    this.step = this.step.tone(this, digit);
  }
}

on('alerting', (e) => {
  current = new Session(e.from);
  current.command('answer', { headers: { 'X-Session': String(e.from) } });
  current.identify();
});
on('tone', (e) => current.tone(e.digit));
on('playback', (e) => {
  current.log('played for ' + e.ms + ' ms');
  total = (globalThis.total || 0) + e.ms;
  send({ name: 'handleTones', total });
});
on('hangup', () => {
  current.say('bye');
  send({ name: 'report', history: current.history, customer: current.customer });
});
