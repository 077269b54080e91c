// Go: net/smtp sends what go-message composes, a goroutine a session.
//
//	peer-go send PORT SESSIONS COUNT [ATTACHMENT]
//	peer-go compose COUNT [ATTACHMENT|ics]
//	peer-go one PORT [ATTACHMENT]
package main

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/smtp"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emersion/go-message/mail"
)

const (
	name   = "Анна Кузнецова"
	sender = "shop@example.com"
)

var text, html, meeting, attachment string

func template(name string) string {
	folder := os.Getenv("LETTER")
	if folder == "" {
		folder = "Benchmarks/letter"
	}
	content, err := os.ReadFile(filepath.Join(folder, name))
	check(err)
	return string(content)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func recipient(number int64) string { return fmt.Sprintf("reader%d@example.com", number) }

func compose(to io.Writer, number int64) {
	var header mail.Header
	header.SetDate(time.Now())
	header.SetAddressList("From", []*mail.Address{{Name: "Магазин «Заря»", Address: sender}})
	header.SetAddressList("To", []*mail.Address{{Name: name, Address: recipient(number)}})
	header.SetSubject(fmt.Sprintf("Заказ № %d отправлен", number))
	header.SetMessageID(fmt.Sprintf("%d.%d@shop.example.com", time.Now().UnixNano(), number))
	holes := strings.NewReplacer("<Name>", name, "<Number>", strconv.FormatInt(number, 10))
	if attachment == "" {
		alternatives, err := mail.CreateInlineWriter(to, header)
		check(err)
		write(alternatives, holes)
		return
	}
	letter, err := mail.CreateWriter(to, header)
	check(err)
	alternatives, err := letter.CreateInline()
	check(err)
	write(alternatives, holes)
	attach(letter)
	check(letter.Close())
}

func write(alternatives *mail.InlineWriter, holes *strings.Replacer) {
	part := func(kind string, parameters map[string]string, content string) {
		var header mail.InlineHeader
		parameters["charset"] = "utf-8"
		header.SetContentType(kind, parameters)
		header.Set("Content-Transfer-Encoding", "base64")
		writer, err := alternatives.CreatePart(header)
		check(err)
		_, err = holes.WriteString(writer, content)
		check(err)
		check(writer.Close())
	}
	part("text/plain", map[string]string{}, text)
	part("text/html", map[string]string{}, html)
	if meeting != "" {
		part("text/calendar", map[string]string{"method": "REQUEST"}, meeting)
	}
	check(alternatives.Close())
}

func attach(letter *mail.Writer) {
	file, err := os.Open(attachment)
	check(err)
	defer file.Close()
	var header mail.AttachmentHeader
	header.SetContentType("application/octet-stream", nil)
	header.SetFilename(filepath.Base(attachment))
	writer, err := letter.CreateAttachment(header)
	check(err)
	_, err = io.Copy(writer, file)
	check(err)
	check(writer.Close())
}

func deliver(client *smtp.Client, number int64) {
	check(client.Mail(sender))
	check(client.Rcpt(recipient(number)))
	writer, err := client.Data()
	check(err)
	compose(writer, number)
	check(writer.Close())
}

func sendAll(clients []*smtp.Client, count int64) time.Duration {
	var next int64
	var sessions sync.WaitGroup
	start := time.Now()
	for _, client := range clients {
		sessions.Add(1)
		go func(client *smtp.Client) {
			defer sessions.Done()
			for {
				number := atomic.AddInt64(&next, 1)
				if number > count {
					return
				}
				deliver(client, number)
			}
		}(client)
	}
	sessions.Wait()
	return time.Since(start)
}

func send(port string, sessions int, count, warmUp int64) {
	clients := make([]*smtp.Client, sessions)
	for i := range clients {
		client, err := smtp.Dial("127.0.0.1:" + port)
		check(err)
		check(client.Hello("shop.example.com"))
		clients[i] = client
	}
	if warmUp > 0 {
		sendAll(clients, warmUp)
	}
	report(count, warmUp, sendAll(clients, count), 0)
	for _, client := range clients {
		check(client.Quit())
	}
}

func composeAll(count int64) {
	var letter bytes.Buffer
	var size int64
	warmUp := count/5 + 1
	for number := int64(0); number < warmUp; number++ {
		letter.Reset()
		compose(&letter, number)
	}
	start := time.Now()
	for number := int64(0); number < count; number++ {
		letter.Reset()
		compose(&letter, number)
		size += int64(letter.Len())
	}
	report(count, warmUp, time.Since(start), size)
	if keep := os.Getenv("KEEP"); keep != "" {
		check(os.WriteFile(keep, letter.Bytes(), 0o666))
	}
}

func report(count, warmUp int64, took time.Duration, size int64) {
	fmt.Printf("{\"letters\": %d, \"warm-up\": %d, \"seconds\": %.6f, \"bytes\": %d}\n", count, warmUp, took.Seconds(), size)
}

func number(text string) int64 {
	value, err := strconv.ParseInt(text, 10, 64)
	check(err)
	return value
}

func main() {
	log.SetFlags(0)
	arguments := os.Args[1:]
	rest := map[string]int{"send": 4, "compose": 2, "one": 2}[strings.Join(arguments[:1], "")]
	if rest == 0 || len(arguments) < rest {
		log.Fatal("send PORT SESSIONS COUNT | compose COUNT | one PORT, and an attachment")
	}
	text, html = template("text.txt"), template("body.html")
	if len(arguments) > rest && arguments[rest] == "ics" {
		meeting = strings.ReplaceAll(template("meeting.ics"), "\n", "\r\n")
	} else if len(arguments) > rest {
		attachment = arguments[rest]
	}
	switch arguments[0] {
	case "send":
		sessions, count := number(arguments[2]), number(arguments[3])
		send(arguments[1], int(sessions), count, count/5+sessions)
	case "compose":
		composeAll(number(arguments[1]))
	case "one":
		send(arguments[1], 1, 1, 0)
	}
}
