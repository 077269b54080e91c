// Nodemailer: a pooled transport with TCP_NODELAY forced, or its composer alone.
//
//   node peer.js send PORT SESSIONS COUNT [ATTACHMENT]
//   node peer.js compose COUNT [ATTACHMENT|ics]
//   node peer.js one PORT [ATTACHMENT]
'use strict';

const fs = require('fs');
const net = require('net');
const path = require('path');

const nodemailer = '/usr/share/nodejs/nodemailer';
const name = 'Анна Кузнецова';
const folder = process.env.LETTER || 'Benchmarks/letter';
const template = file => fs.readFileSync(path.join(folder, file), 'utf8');

// As it comes, each letter waits 40 ms for Nagle and the delayed ACK: a comparison with that would be hollow.
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...parameters) {
    this.setNoDelay(true);
    return connect.apply(this, parameters);
};

const [mode, ...parameters] = process.argv.slice(2);
const rest = parameters[{ send: 3, compose: 1, one: 1 }[mode]];
const text = template('text.txt');
const html = template('body.html');
const meeting = rest === 'ics' ? template('meeting.ics').replaceAll('\n', '\r\n') : null;
const attachment = rest && rest !== 'ics' ? rest : null;

function letter(number) {
    const fill = content => content.replaceAll('<Name>', name).replaceAll('<Number>', number);
    const fields = {
        from: { name: 'Магазин «Заря»', address: 'shop@example.com' },
        to: { name, address: `reader${number}@example.com` },
        subject: `Заказ № ${number} отправлен`,
        text: fill(text),
        html: fill(html),
    };
    if (attachment) fields.attachments = [{ path: attachment, contentType: 'application/octet-stream' }];
    if (meeting) fields.alternatives = [{ contentType: 'text/calendar; method=REQUEST; charset=utf-8', content: fill(meeting) }];
    return fields;
}

async function times(count, workers, work) {
    let next = 0;
    const start = process.hrtime.bigint();
    await Promise.all(Array.from({ length: workers }, async () => {
        while (next < count) await work(next++);
    }));
    return Number(process.hrtime.bigint() - start) / 1e9;
}

async function send(port, sessions, count, warmUp) {
    const transport = require(nodemailer).createTransport({
        host: '127.0.0.1', port, pool: true, maxConnections: sessions, maxMessages: Infinity, ignoreTLS: true, name: 'shop.example.com',
    });
    // Two letters a session, so that none waits for this loop.
    const deliver = number => transport.sendMail(letter(number));
    if (warmUp) await times(warmUp, sessions * 2, deliver);
    const seconds = await times(count, sessions * 2, deliver);
    transport.close();
    return { letters: count, 'warm-up': warmUp, seconds, bytes: 0 };
}

async function compose(count) {
    const Composer = require(`${nodemailer}/lib/mail-composer`);
    const build = number => new Promise((resolve, reject) => {
        new Composer(letter(number)).compile().build((error, bytes) => error ? reject(error) : resolve(bytes));
    });
    const warmUp = Math.ceil(count / 5);
    let bytes = 0, last;
    await times(warmUp, 1, build);
    const seconds = await times(count, 1, async number => { last = await build(number); bytes += last.length; });
    if (process.env.KEEP) fs.writeFileSync(process.env.KEEP, last);
    return { letters: count, 'warm-up': warmUp, seconds, bytes };
}

const count = Number(parameters[mode === 'send' ? 2 : 0]);
const sessions = Number(parameters[1]);
const modes = {
    send: () => send(parameters[0], sessions, count, Math.ceil(count / 5) + sessions),
    compose: () => compose(count),
    one: () => send(parameters[0], 1, 1, 0),
};
modes[mode]().then(result => console.log(JSON.stringify(result)), error => {
    console.error(error);
    process.exit(1);
});
