// The smallest API a test needs: handlers by name, commands, timers that the test fires itself.
(function () {
    'use strict';
    const handlers = new Map();
    const waiting = new Map();
    let commands = [];
    let next = 1;
    globalThis.on = (name, handler) => handlers.set(name, handler);
    globalThis.send = (command) => commands.push(command);
    globalThis.answerOf = (question) =>
        new Promise((resolve, reject) => {
            const id = next++;
            waiting.set(id, { resolve, reject });
            commands.push({ ask: question, id });
        });
    globalThis.__turn = (text) => {
        const input = JSON.parse(text);
        if (input.run) (0, eval)(input.run);
        if (input.answer) {
            waiting.get(input.id).resolve(input.answer);
            waiting.delete(input.id);
        }
        if (input.event && handlers.has(input.event)) handlers.get(input.event)(input);
    };
    globalThis.__flush = () => {
        const out = JSON.stringify(commands);
        commands = [];
        return out;
    };
})();
