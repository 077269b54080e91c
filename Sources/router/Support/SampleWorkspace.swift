// Written by scripts/embed-samples from the sample workspace at the repository's root.

/// The sample workspace, as `router init` writes it.
enum SampleWorkspace {
    enum Content {
        case text(String)
        case base64(String)
    }

    static let files: [(path: String, content: Content)] = [
        (
            "accounts/people.yaml",
            .text(
                ##"""
                # Who can be named in data by id; staff are colleagues, the others are contacts.
                - {id: ivan, name: Иван Петров, address: ivan@example.com, locale: ru-RU, timezone: Europe/Moscow, staff: true}
                - {id: maria, name: Мария Соколова, address: maria@example.com, timezone: Asia/Yekaterinburg, staff: true}
                - {id: john, name: John Smith, address: john@example.org, locale: en-GB, timezone: Europe/London}

                """##)
        ),
        (
            "connections/answers.yaml",
            .text(
                ##"""
                # Says what becomes of a meeting that somebody invites the desk to.
                kind: command
                description: A script that accepts meetings
                run: [/bin/sh, files/answer-meeting.sh]

                """##)
        ),
        (
            "connections/archive.yaml",
            .text(
                ##"""
                # Messages become files: JSON, with the attachments beside it.
                kind: folder
                description: A folder that takes what came in
                path: var/inbox

                """##)
        ),
        (
            "connections/local.yaml",
            .text(
                ##"""
                # Letters land in a folder of this machine: nothing else is needed to try a route.
                kind: maildir
                description: A mailbox on this machine, for trying things out
                default: true
                path: var/mail
                sender: {address: robot@example.com, name: Робот}

                """##)
        ),
        (
            "connections/relay.yaml",
            .text(
                ##"""
                # The mail server of this machine, which needs no password from its own users.
                kind: smtp
                description: The mail server of this machine
                host: localhost
                port: 25
                encryption: none
                sender: {address: robot@example.com, name: Робот}
                signature:
                  text: Отправлено роботом, отвечать не нужно.
                  html: <p style="color:#667085">Отправлено роботом, отвечать не нужно.</p>

                """##)
        ),
        (
            "connections/sandbox-exchange.yaml",
            .text(
                ##"""
                # A connection to `router sandbox`, which writes it anew with --save.
                kind: exchange
                url: http://127.0.0.1:8026/EWS/Exchange.asmx
                auth: {type: basic, username: "desk", password: "${file:connections/sandbox.password}"}
                sender: {address: "desk@example.com", name: "Support Desk"}

                """##)
        ),
        (
            "connections/sandbox.password",
            .text(
                ##"""
                sesame

                """##)
        ),
        (
            "connections/support.yaml",
            .text(
                ##"""
                # A mailbox of this machine: a letter that is put into var/support/new has come in.
                kind: maildir
                description: The support desk's mailbox on this machine
                path: var/support

                """##)
        ),
        (
            "data/all-formats.json",
            .text(
                ##"""
                {
                  "Word": "Кофе & сахар",
                  "Markup": "<b>жирно</b>",
                  "Amount": "1234.5",
                  "Paid": true,
                  "At": "2026-12-01T10:00",
                  "Lasts": "PT1H30M",
                  "Stay": {"Start": "2026-12-01T10:00", "End": "2026-12-03T12:00"},
                  "Person": "ivan",
                  "Tags": ["утро", "день"],
                  "Client": {"Name": "Анна", "Since": "2020-05-01"},
                  "Extra": {"цвет": "синий"}
                }

                """##)
        ),
        (
            "data/cancel.json",
            .text(
                ##"""
                {"MeetingId": "plan-42", "Title": "Планёрка", "Start": "2026-12-01T10:00", "Participants": ["ivan", "maria"]}

                """##)
        ),
        (
            "data/confirmation.json",
            .text(
                ##"""
                {
                  "Client": {"Name": "Анна Кузнецова", "Address": "anna@example.com"},
                  "Number": "A-17",
                  "Placed": "2026-12-01T10:00",
                  "Items": [
                    {"Name": "Чайник «Заря»", "Count": 1, "Price": 2990},
                    {"Name": "Чашка", "Count": 6, "Price": 350.50}
                  ],
                  "Total": 5093,
                  "Note": "Позвонить за час"
                }

                """##)
        ),
        (
            "data/desk-meeting.json",
            .text(
                ##"""
                {"Title": "Приёмка", "Start": "2026-12-01T10:00", "Place": "Склад 2", "Participants": ["ivan", "maria"]}

                """##)
        ),
        (
            "data/meeting.json",
            .text(
                ##"""
                {
                  "MeetingId": "plan-42",
                  "Title": "Планёрка",
                  "Start": "2026-12-01T10:00",
                  "End": "2026-12-01T11:30",
                  "Place": "Переговорная 3",
                  "Details": "Итоги ноября и планы на декабрь.",
                  "Participants": ["ivan", "maria", {"Name": "Guest", "Address": "guest@example.net"}],
                  "Agenda": {
                    "Name": "agenda",
                    "Extension": ".txt",
                    "Content": "MS4g0JjRgtC+0LPQuCDQvdC+0Y/QsdGA0Y8KMi4g0J/Qu9Cw0L3RiyDQvdCwINC00LXQutCw0LHRgNGMCg=="
                  }
                }

                """##)
        ),
        (
            "data/notification.json",
            .text(
                ##"""
                {"Email": "ivan@example.com", "Title": "Работы на сервере", "Date": "2026-12-01T22:00"}

                """##)
        ),
        (
            "data/order.json",
            .text(
                ##"""
                {
                  "Client": {"Name": "Анна Кузнецова", "Address": "anna@example.com"},
                  "Order": {"Number": "A-17", "Total": 15300.50},
                  "Arrives": "2026-12-03T10:00/PT4H",
                  "Travels": "PT26H",
                  "Gift": true
                }

                """##)
        ),
        (
            "data/people.ndjson",
            .text(
                ##"""
                {"Email": "ivan@example.com", "Title": "Работы на сервере", "Date": "2026-12-01T22:00"}
                {"Email": "maria@example.com", "Title": "Работы на сервере", "Date": "2026-12-01T22:00", "Details": "Почта будет недоступна полчаса."}

                """##)
        ),
        (
            "data/report.json",
            .text(
                ##"""
                {
                  "To": ["ivan"],
                  "Copies": ["boss@example.com"],
                  "Month": "2026-11-01",
                  "Total": "1234567.89",
                  "Report": {"Path": "../files/report.csv"}
                }

                """##)
        ),
        (
            "data/weekly.json",
            .text(
                ##"""
                {"Topic": "Обзор", "First": "2026-03-02T10:00", "Team": ["ivan", "maria"]}

                """##)
        ),
        (
            "files/answer-meeting.sh",
            .text(
                ##"""
                # A meeting with a place is accepted, one without tentatively. The message comes on standard input, the answer goes to standard output.
                message=$(cat)
                case $message in
                *'"Location":"'[!\"]*) echo '{"IsDeclined": false, "IsTentative": false, "HasMessage": false, "Message": ""}' ;;
                *) echo '{"IsDeclined": false, "IsTentative": true, "HasMessage": true, "Message": "Где встречаемся?"}' ;;
                esac

                """##)
        ),
        (
            "files/legend.txt",
            .text(
                ##"""
                Суммы в рублях, с НДС. Вопросы: accounting@example.com.

                """##)
        ),
        (
            "files/logo.png",
            .base64(
                """
                iVBORw0KGgoAAAANSUhEUgAAADAAAAAwCAYAAABXAvmHAAAAwklEQVR42u3aYQqAIAwF4N2oo3XyzrB+BSFGznxz\
                sxf4K5rvK1BDRVWl1rb90EjtKWf44G+QVOFriHThS0TK8HdEfkDW8FcjgAACCCCAgP8BUJfrF4gQ3gwoO0KEt2Kk\
                562PRLzVhwBGIVpqwwBfEa11oYBehKUmHGBFWOu5AMqOe+9PB7SMKqPnBEFMXqjn3QC1EKhZWZDLhxFD7FSAx7qI\
                AAI8AfylJIAAAgggIByAu5QRAOk3upc4arDEYY+Mx21Oxr0WkCnT1VYAAAAASUVORK5CYII=
                """)
        ),
        (
            "files/report.csv",
            .text(
                ##"""
                Статья;Сумма
                Продажи;1234567.89

                """##)
        ),
        (
            "mail/claim.eml",
            .text(
                ##"""
                Return-Path: <john@example.org>
                From: =?utf-8?B?0JTQttC+0L0g0KHQvNC40YI=?= <john@example.org>
                To: support@example.com
                Subject: =?utf-8?B?0KHQoNCe0KfQndCeOiDQt9Cw0LrQsNC3IEEtMTc=?=
                Date: Tue, 1 Dec 2026 10:00:00 +0300
                Message-ID: <claim-1@example.org>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="part"

                --part
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: base64

                0JfQtNGA0LDQstGB0YLQstGD0LnRgtC1IQoK0KfQsNC50L3QuNC6INC/0YDQuNGI0ZHQuyDQsdC1
                0Lcg0LrRgNGL0YjQutC4LCDQsNC60YIg0LLQviDQstC70L7QttC10L3QuNC4LiDQodGH0ZHRgiBJ
                bnYtMjA0LgrQodGD0LzQvNCwOiAxNSAzMDAsNTAg4oK9CtCh0YDQvtC6OiAzINC00LXQutCw0LHR
                gNGPIDIwMjYg0LMuINCyIDE0OjAwCgrQlNC20L7QvSDQodC80LjRggo=
                --part
                Content-Type: text/plain; charset=utf-8
                Content-Disposition: attachment; filename*=utf-8''%D0%B0%D0%BA%D1%82.txt
                Content-Transfer-Encoding: base64

                0JDQutGCINC+0YHQvNC+0YLRgNCwCtCa0YDRi9GI0LrQuCDQvdC10YIuCg==
                --part--

                """##)
        ),
        (
            "mail/invitation.eml",
            .text(
                ##"""
                From: =?utf-8?b?0JjQstCw0L0g0J/QtdGC0YDQvtCy?= <ivan@example.com>
                To: desk@example.com
                Subject: =?utf-8?b?0J/Qu9Cw0L3RkdGA0LrQsA==?=
                Date: Mon, 30 Nov 2026 12:00:00 +0300
                Message-ID: <invitation-1@example.com>
                MIME-Version: 1.0
                Content-Type: text/calendar; charset=utf-8; method=REQUEST
                Content-Transfer-Encoding: 8bit

                BEGIN:VCALENDAR
                PRODID:-//Example//Calendar//EN
                VERSION:2.0
                METHOD:REQUEST
                BEGIN:VEVENT
                UID:plan-43@example.com
                DTSTAMP:20261130T090000Z
                DTSTART:20261201T070000Z
                DTEND:20261201T080000Z
                SUMMARY:Планёрка
                LOCATION:Переговорная 3
                SEQUENCE:0
                ORGANIZER;CN=Иван Петров:mailto:ivan@example.com
                ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:desk@example.com
                END:VEVENT
                END:VCALENDAR

                """##)
        ),
        (
            "mail/question.eml",
            .text(
                ##"""
                Return-Path: <peter@example.net>
                From: Peter <peter@example.net>
                To: support@example.com
                Subject: Re: Z-999
                Date: Tue, 1 Dec 2026 11:00:00 +0000
                Message-ID: <question-1@example.net>
                In-Reply-To: <a-17@example.com>
                References: <a-17@example.com>
                MIME-Version: 1.0
                Content-Type: text/html; charset=utf-8

                <p>Hello, where is <b>my order</b>?</p>

                """##)
        ),
        (
            "router.yaml",
            .text(
                ##"""
                # What holds for the whole workspace; every key is optional.
                locale: ru-RU
                timezone: Europe/Moscow
                limits: {attachment: 10MB, message: 25MB}

                """##)
        ),
        (
            "routes/all-formats.yaml",
            .text(
                ##"""
                # Every type and every format, to look things up in: router preview all-formats --data data/all-formats.json
                kind: send
                description: Shows every type and format
                attributes:
                  Word: {type: string, required: true}
                  Markup: {type: string, required: true}
                  Amount: {type: number, required: true}
                  Paid: {type: boolean, required: true}
                  At: {type: datetime, required: true}
                  Lasts: {type: duration, required: true}
                  Stay: {type: period, required: true}
                  Person: {type: account, required: true}
                  Tags: {type: string, array: true, required: true}
                  Client: {type: object, required: true, fields: {Name: string, Since: datetime}}
                  Extra: {type: map, required: true}
                  Missing: {type: string}
                email:
                  to: {account: <Person>}
                  subject: "<Word>: <Amount:0.00>"
                  format: both
                  body: |
                    <h1><Word></h1>
                    <p>Как есть: <Markup>; как разметка: <Markup:html></p>
                    <ul>
                      <li>Число: <Amount>, <Amount:#,##0.00>, <Amount:0000></li>
                      <li>Да или нет: <Paid></li>
                      <li>Время: <At>, <At:d MMMM yyyy>, <At:dd.MM.yy HH:mm>, <At:EEEE>, <At:LLLL>, <At:HH:mm xxx></li>
                      <li>Длительность: <Lasts></li>
                      <li>Период: <Stay>; с <Stay.Start:dd.MM> по <Stay.End:dd.MM></li>
                      <li>Человек: <Person>, <Person.Address></li>
                      <li>Список: <Tags>; <Tags:join(" / ")>; первый: <Tags[0]|нет></li>
                      <li>Объект: <Client.Name>, <Client.Since:yyyy></li>
                      <li>Чего нет: <Missing|не указано></li>
                      <li>Скобки: {Word}, \{Word}</li>
                      <li><a href="https://example.com/search?q=<Word>">Поиск</a></li>
                    </ul>
                tests:
                  - name: writes every type as its language does
                    file: data/all-formats.json
                    expect:
                      subject: "Кофе & сахар: 1234,50"
                      text:
                        contains:
                          - "Число: 1234,5, 1 234,50, 1235"
                          - "Да или нет: да"
                          - "1 декабря 2026, 01.12.26 10:00, вторник, декабрь, 10:00 +03:00"
                          - "Длительность: 1 час 30 минут"
                          - "Список: утро, день; утро / день; первый: утро"
                          - "Чего нет: не указано"
                          - "Скобки: Кофе & сахар, {Word}"
                      html: {contains: ["Кофе &amp; сахар", "<b>жирно</b>"]}

                """##)
        ),
        (
            "routes/desk-calendar.yaml",
            .text(
                ##"""
                # Meetings from Exchange, answered by a script. Without `disabled`, and with `router sandbox` running, this reads the desk's mailbox there.
                kind: receive
                disabled: true
                description: Answers those who invite the desk to meetings
                connection: sandbox-exchange
                message: calendar-event
                deliver:
                  - {connection: answers, responds: true}
                response: {IsDeclined: boolean, IsTentative: boolean, HasMessage: boolean, Message: string}
                tests:
                  - name: sees who invites, and where
                    mail: mail/invitation.eml
                    expect:
                      attributes:
                        From: ivan@example.com
                        Method: REQUEST
                        Start: 2026-12-01T10:00
                        Location: Переговорная 3

                """##)
        ),
        (
            "routes/desk-letters.yaml",
            .text(
                ##"""
                # Letters from Exchange. Without `disabled`, and with `router sandbox` running, this reads the desk's mailbox there:
                # what comes to desk+orders@example.com.
                kind: receive
                disabled: true
                description: Takes letters that lie in a folder of the desk's mailbox
                connection: sandbox-exchange
                folders: [Orders]
                attributes:
                  Order: {type: string, title: Заказ, from: Subject, match: '[A-Z]-[0-9]+'}
                deliver:
                  - {connection: archive}
                tests:
                  - name: finds the order
                    mail: mail/claim.eml
                    expect:
                      attributes: {Order: A-17}

                """##)
        ),
        (
            "routes/desk-meeting.yaml",
            .text(
                ##"""
                # An invitation through Exchange: `router sandbox` is one to try it on.
                kind: send
                description: Invites people in the desk's name, through Exchange
                connection: sandbox-exchange
                message: DeskMeeting
                attributes:
                  Title: {type: string, title: Тема, required: true, not-empty: true}
                  Start: {type: datetime, title: Начало, required: true}
                  Place: {type: string, title: Место}
                  Participants: {type: account, title: Участники, array: true, required: true, not-empty: true}
                email:
                  to:
                    - {account: <Participants>}
                  subject: <Title>
                  body: |
                    Приглашаем вас: <Title>, {Start:d MMMM yyyy 'в' HH:mm}.
                    {Place|Место сообщим позже.}
                  meeting:
                    start: <Start>
                    location: "<Place|>"
                tests:
                  - name: invites everyone with one letter
                    data: {Title: Приёмка, Start: "2026-12-01T10:00", Place: Склад 2, Participants: [ivan, maria]}
                    expect:
                      to: [ivan@example.com, maria@example.com]
                      from: desk@example.com
                      meeting: {start: "2026-12-01T10:00+03:00", location: Склад 2, attendees: [ivan@example.com, maria@example.com]}

                """##)
        ),
        (
            "routes/meeting-cancel.yaml",
            .text(
                ##"""
                # Calls a meeting off: the key is that of the invitation.
                kind: send
                description: Calls off a meeting that meeting-invite has invited to
                attributes:
                  MeetingId: {type: string, title: Номер встречи, required: true, not-empty: true}
                  Title: {type: string, title: Тема, required: true, not-empty: true}
                  Start: {type: datetime, title: Начало, required: true}
                  Participants: {type: account, title: Участники, array: true, required: true, not-empty: true}
                email:
                  to: {account: <Participants>}
                  subject: "Отменена: «<Title>»"
                  body: |
                    Встреча «<Title>» <Start:d MMMM 'в' HH:mm> не состоится.
                  meeting:
                    key: <MeetingId>
                    method: cancel
                    start: <Start>
                    title: <Title>
                tests:
                  - name: cancels the meeting with that key
                    data: {MeetingId: plan-42, Title: Планёрка, Start: 2026-12-01T10:00, Participants: [ivan]}
                    expect:
                      subject: "Отменена: «Планёрка»"
                      meeting: {method: CANCEL, start: 2026-12-01T10:00+03:00}

                """##)
        ),
        (
            "routes/meeting-invite.yaml",
            .text(
                ##"""
                # One personal letter for each participant; all of them stand in the invitation.
                kind: send
                description: Invites people to a meeting, each with a letter of their own
                message: MeetingInvite
                attributes:
                  MeetingId: {type: string, title: Номер встречи, required: true, not-empty: true}
                  Title: {type: string, title: Тема, required: true, not-empty: true}
                  Start: {type: datetime, title: Начало, required: true}
                  End: {type: datetime, title: Окончание}
                  Place: {type: string, title: Место}
                  Details: {type: string, title: Повестка}
                  Participants: {type: account, title: Участники, array: true, required: true, not-empty: true}
                  Agenda: {type: document, title: Материалы}
                email:
                  each: Participants
                  to:
                    - {account: <Participants>}
                  subject: "Встреча «<Title>»"
                  format: both
                  body: {html: templates/invite.html}
                  attachments: [<Agenda>]
                  meeting:
                    key: <MeetingId>
                    start: <Start>
                    end: <End|>
                    location: "<Place|>"
                    title: <Title>
                    description: <Details|>
                    reminder: 15m
                tests:
                  - name: invites everyone, each in their own language and time zone
                    data:
                      MeetingId: plan-42
                      Title: Планёрка
                      Start: 2026-12-01T10:00
                      Place: Переговорная 3
                      Participants: [ivan, john]
                    expect:
                      - to: [ivan@example.com]
                        subject: Встреча «Планёрка»
                        html: {contains: ["Иван Петров", "1 декабря 2026 в 10:00", Переговорная 3]}
                        text: {contains: Планёрка}
                        meeting:
                          start: 2026-12-01T10:00+03:00
                          end: 2026-12-01T11:00+03:00
                          location: Переговорная 3
                          attendees: [ivan@example.com, john@example.org]
                      - to: [john@example.org]
                        html: {contains: 1 December 2026 в 07:00}

                """##)
        ),
        (
            "routes/monthly-report.yaml",
            .text(
                ##"""
                # A letter with files: one from the data, one from the workspace.
                kind: send
                description: Sends a report with its file
                attributes:
                  To: {type: account, title: Кому, array: true, required: true, not-empty: true}
                  Copies: {type: string, title: Копии, array: true}
                  Month: {type: datetime, title: Месяц, required: true}
                  Total: {type: number, title: Итого, required: true}
                  Report: {type: document, title: Отчёт, required: true}
                email:
                  from: {address: reports@example.com, name: Отчёты}
                  reply-to: accounting@example.com
                  to: {account: <To>}
                  cc: {address: <Copies>}
                  subject: "Отчёт за {Month:LLLL yyyy}"
                  format: both
                  body: |
                    <p>Здравствуйте!</p>
                    <p>Отчёт за <Month:LLLL yyyy> во вложении. Итого: <b><Total:#,##0.00></b> ₽.</p>
                  attachments: [<Report>, files/legend.txt]
                  headers: {X-Report: "{Month:yyyy-MM}"}
                tests:
                  - name: attaches both files and counts in roubles
                    data:
                      To: [ivan, maria]
                      Copies: [boss@example.com]
                      Month: 2026-11-01
                      Total: 1234567.895
                      Report: files/report.csv
                    expect:
                      from: reports@example.com
                      to: [ivan@example.com, maria@example.com]
                      cc: [boss@example.com]
                      subject: Отчёт за ноябрь 2026
                      text: {contains: "1 234 567,90"}
                      attachments: [report.csv, legend.txt]
                      headers: {X-Report: 2026-11}

                """##)
        ),
        (
            "routes/notification.yaml",
            .text(
                ##"""
                # The simplest route: a plain text to one address.
                kind: send
                description: A plain notification
                message: Notification
                attributes:
                  Email: {type: string, title: Адрес, required: true, not-empty: true}
                  Title: {type: string, title: Тема, required: true, not-empty: true}
                  Date: {type: datetime, title: Когда, required: true}
                  Details: {type: string, title: Подробности}
                email:
                  to: <Email>
                  subject: Уведомление «{Title}» от {Date:d MMMM}
                  body: |
                    Здравствуйте!

                    {Title}, {Date:d MMMM yyyy 'в' HH:mm}.
                    {Details|Подробностей нет.}
                tests:
                  - name: tells what happened and when
                    data: {Email: ivan@example.com, Title: Работы на сервере, Date: "2026-12-01T10:00"}
                    expect:
                      to: [ivan@example.com]
                      subject: Уведомление «Работы на сервере» от 1 декабря
                      text: |
                        Здравствуйте!

                        Работы на сервере, 1 декабря 2026 в 10:00.
                        Подробностей нет.

                """##)
        ),
        (
            "routes/order-confirmation.yaml",
            .text(
                ##"""
                # A table with a row for each item: Mustache repeats and leaves out, which placeholders can't.
                kind: send
                description: Confirms an order with its items
                application: shop
                attributes:
                  Client: {type: account, title: Клиент, required: true}
                  Number: {type: string, title: Номер заказа, required: true, not-empty: true}
                  Placed: {type: datetime, title: Принят, required: true}
                  Items:
                    type: object
                    title: Позиции
                    array: true
                    required: true
                    not-empty: true
                    fields:
                      Name: string
                      Count: number
                      Price: number
                  Total: {type: number, title: Итого, required: true}
                  Note: {type: string, title: Примечание}
                links:
                  - {name: order, description: Заказ в теме письма, match: 'заказ ([A-Z]-[0-9]+)', object: Order, key: Number}
                email:
                  to: {account: <Client>}
                  subject: "Принят заказ <Number>"
                  body: {html: templates/order-confirmation.mustache}
                  headers: {List-Unsubscribe: "<mailto:unsubscribe@example.com>"}
                tests:
                  - name: has a row for each item
                    data:
                      Client: {Name: Анна Кузнецова, Address: anna@example.com}
                      Number: A-17
                      Placed: 2026-12-01T10:00
                      Items:
                        - {Name: Чайник «Заря», Count: 1, Price: 2990}
                        - {Name: Чашка <синяя>, Count: 6, Price: 350.5}
                      Total: 5093
                      Note: Позвонить за час
                    expect:
                      subject: Принят заказ A-17
                      html:
                        contains:
                          - <td>Чайник «Заря»</td><td>1</td><td>2 990,00 ₽</td>
                          - <td>Чашка &lt;синяя&gt;</td><td>6</td><td>350,50 ₽</td>
                          - Позвонить за час
                      text: {contains: [Чашка <синяя>, "5 093,00 ₽"]}
                  - name: says nothing of a note that is not there
                    data:
                      Client: {Name: Анна Кузнецова, Address: anna@example.com}
                      Number: A-18
                      Placed: 2026-12-01T10:00
                      Items: [{Name: Чашка, Count: 1, Price: 350}]
                      Total: 350
                    expect:
                      html: {lacks: Примечание}

                """##)
        ),
        (
            "routes/order-shipped.yaml",
            .text(
                ##"""
                # A letter to a client: an object with fields, numbers, dates, words for what is blank.
                kind: send
                description: Tells a client that an order is on its way
                application: shop
                attributes:
                  Client: {type: account, title: Клиент, required: true}
                  Order: {type: object, title: Заказ, required: true, fields: {Number: string, Total: number}}
                  Arrives: {type: period, title: Доставка}
                  Travels: {type: duration, title: В пути}
                  Gift: {type: boolean, title: Подарок}
                email:
                  to: {account: <Client>}
                  subject: "Заказ <Order.Number> отправлен"
                  body:
                    html: templates/order-shipped.html
                    text: templates/order-shipped.txt
                tests:
                  - name: speaks Russian about money and time
                    data:
                      Client: {Name: Анна Кузнецова, Address: anna@example.com}
                      Order: {Number: A-17, Total: 15300.5}
                      Arrives: {Start: "2026-12-03T10:00", End: "2026-12-03T14:00"}
                      Travels: PT26H
                      Gift: true
                    expect:
                      to: ["Анна Кузнецова <anna@example.com>"]
                      subject: Заказ A-17 отправлен
                      text: {contains: ["Анна Кузнецова", "15 300,50 ₽", "1 день 2 часа"]}
                      html: {contains: "<b>A-17</b>"}
                  - name: says so when the day is not known yet
                    data:
                      Client: {Name: Анна Кузнецова, Address: anna@example.com}
                      Order: {Number: A-18, Total: 100}
                    expect:
                      text: {contains: сообщим позже}

                """##)
        ),
        (
            "routes/support-inbox.yaml",
            .text(
                ##"""
                # What comes in: letters become messages with typed attributes, and are put into a folder.
                kind: receive
                description: Takes letters to the support desk
                connection: support
                application: shop
                attributes:
                  Order: {type: string, title: Заказ, from: Subject, match: '[A-Z]-[0-9]+'}
                  Amount: {type: number, title: Сумма, from: TextBody, match: 'Сумма: (.*)'}
                  Deadline: {type: datetime, title: Срок, from: TextBody, match: 'Срок: (.*)'}
                  Urgent: {type: boolean, title: Срочно, from: Subject, match: '(?i)срочно|urgent'}
                links:
                  - {name: order, description: Заказ в теме, match: '\b[A-Z]-[0-9]+\b', object: Order, key: Number, in: tables/orders.csv}
                  - {name: invoice, description: Счёт в тексте, from: TextBody, match: 'Inv-[0-9]+', object: Invoice, key: Number}
                deliver:
                  - {connection: archive}
                tests:
                  - name: finds the order, what it costs, and who wrote
                    mail: mail/claim.eml
                    expect:
                      attributes:
                        From: john@example.org
                        Order: A-17
                        Amount: 15300.50
                        Deadline: 2026-12-03T14:00
                        Urgent: true
                        TextBody: {contains: Чайник пришёл без крышки}
                        Attachments: [акт.txt]
                      links: [A-17, Inv-204]
                      contact: john
                      needsProcessing: false
                  - name: makes no link of an order that is not there
                    mail: mail/question.eml
                    expect:
                      attributes: {Order: Z-999, Amount: , Urgent: false, InReplyTo: <a-17@example.com>}
                      links: []
                      contact:
                      thread: <a-17@example.com>
                      needsProcessing: true

                """##)
        ),
        (
            "routes/weekly-meeting.yaml",
            .text(
                ##"""
                # A meeting that recurs: ten o'clock stays ten o'clock when the clocks change.
                kind: send
                description: Invites to a weekly meeting
                timezone: Europe/Berlin
                attributes:
                  Topic: {type: string, title: Тема, required: true, not-empty: true}
                  First: {type: datetime, title: Первая встреча, required: true}
                  Team: {type: account, title: Участники, array: true, required: true, not-empty: true}
                email:
                  to: {account: <Team>}
                  subject: "Каждую неделю: <Topic>"
                  body: |
                    Встречаемся каждую неделю, впервые <First:d MMMM yyyy 'в' HH:mm> по Берлину.
                  meeting:
                    key: weekly-<Topic>
                    start: <First>
                    duration: 45m
                    title: <Topic>
                    recurrence: FREQ=WEEKLY;COUNT=10
                    reminder: 10m
                tests:
                  - name: starts in Berlin's time and lasts three quarters of an hour
                    data: {Topic: Обзор, First: 2026-03-02T10:00, Team: [ivan, maria]}
                    expect:
                      subject: "Каждую неделю: Обзор"
                      meeting: {start: 2026-03-02T10:00+01:00, end: 2026-03-02T10:45+01:00, attendees: [ivan@example.com, maria@example.com]}

                """##)
        ),
        (
            "tables/orders.csv",
            .text(
                ##"""
                Number;Client;Total
                A-17;john;15300.50
                A-18;john;350

                """##)
        ),
        (
            "templates/invite.html",
            .text(
                ##"""
                <!DOCTYPE html>
                <html>
                <head><meta charset="utf-8"></head>
                <body>
                  <p>Здравствуйте, <Participants.Name>!</p>
                  <p>Приглашаем на встречу «<b><Title></b>».</p>
                  <table>
                    <tr><td>Когда</td><td><Start:d MMMM yyyy 'в' HH:mm></td></tr>
                    <tr><td>Где</td><td><Place|уточняется></td></tr>
                  </table>
                  <p><Details|></p>
                </body>
                </html>

                """##)
        ),
        (
            "templates/order-confirmation.mustache",
            .text(
                ##"""
                <!DOCTYPE html>
                <html>
                <head><meta charset="utf-8"></head>
                <body>
                  {{! The picture is a file of the workspace, and goes along inside the letter. }}
                  <p><img src="files/logo.png" alt="Магазин" width="48" height="48"></p>
                  <p>Здравствуйте, {{Client.Name}}!</p>
                  <p>Заказ <b>{{Number}}</b> принят {{Placed:d MMMM yyyy 'в' HH:mm}}.</p>
                  <table>
                    <tr><th>Товар</th><th>Количество</th><th>Цена</th></tr>
                    {{#Items}}
                    <tr><td>{{Name}}</td><td>{{Count}}</td><td>{{Price:#,##0.00}} ₽</td></tr>
                    {{/Items}}
                  </table>
                  <p>Итого: <b>{{Total:#,##0.00}} ₽</b></p>
                  {{#Note}}
                  <p>Примечание: {{Note}}</p>
                  {{/Note}}
                </body>
                </html>

                """##)
        ),
        (
            "templates/order-shipped.html",
            .text(
                ##"""
                <!DOCTYPE html>
                <html>
                <head>
                <meta charset="utf-8">
                <style>
                  .sum { font-size: 1.2em }
                </style>
                </head>
                <body>
                  <p>Здравствуйте, <Client.Name>!</p>
                  <p>Заказ <b><Order.Number></b> на сумму <span class="sum"><Order.Total:#,##0.00> ₽</span> в пути.</p>
                  <ul>
                    <li>Доставка: <Arrives|о дне сообщим позже></li>
                    <li>В пути: <Travels|ещё не известно></li>
                    <li>Подарочная упаковка: <Gift|нет></li>
                  </ul>
                  <p><a href="https://shop.example.com/orders?number=<Order.Number>">Где мой заказ?</a></p>
                </body>
                </html>

                """##)
        ),
        (
            "templates/order-shipped.txt",
            .text(
                ##"""
                Здравствуйте, <Client.Name>!

                Заказ <Order.Number> на сумму <Order.Total:#,##0.00> ₽ в пути.

                Доставка: <Arrives|о дне сообщим позже>
                В пути: <Travels|ещё не известно>
                Подарочная упаковка: <Gift|нет>

                """##)
        ),
    ]
}
