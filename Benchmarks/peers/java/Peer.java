import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/**
 * Jakarta Mail (JavaMail), warmed up for WARM_UP seconds (4) before the clock runs: cold it is half as fast.
 *
 * <pre>
 * Peer send PORT SESSIONS COUNT [ATTACHMENT]
 * Peer compose COUNT [ATTACHMENT|ics]
 * Peer one PORT [ATTACHMENT]
 * </pre>
 */
final class Peer {
    private static final String NAME = "Анна Кузнецова";
    private static final double WARM_UP = Double.parseDouble(System.getenv().getOrDefault("WARM_UP", "4")) * 1e9;

    private final Session session;
    private final String text = template("text.txt");
    private final String html = template("body.html");
    private final String meeting;
    private final File attachment;

    private Peer(String port, String rest) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", port);
        properties.put("mail.smtp.localhost", "shop.example.com");
        properties.put("mail.smtp.socketFactory", new Prompt());
        session = Session.getInstance(properties);
        meeting = "ics".equals(rest) ? template("meeting.ics").replace("\n", "\r\n") : null;
        attachment = rest == null || meeting != null ? null : new File(rest);
    }

    private static String template(String name) throws Exception {
        String folder = System.getenv().getOrDefault("LETTER", "Benchmarks/letter");
        return Files.readString(Path.of(folder, name));
    }

    private MimeMessage letter(long number) throws Exception {
        MimeMessage letter = new MimeMessage(session);
        letter.setFrom(new InternetAddress("shop@example.com", "Магазин «Заря»", "UTF-8"));
        letter.setRecipient(Message.RecipientType.TO, new InternetAddress("reader" + number + "@example.com", NAME, "UTF-8"));
        letter.setSubject("Заказ № " + number + " отправлен", "UTF-8");
        letter.setSentDate(new Date());
        MimeMultipart alternatives = new MimeMultipart("alternative");
        alternatives.addBodyPart(part(text, number, "plain"));
        alternatives.addBodyPart(part(html, number, "html"));
        if (meeting != null) {
            MimeBodyPart part = new MimeBodyPart();
            part.setContent(fill(meeting, number), "text/calendar; method=REQUEST; charset=UTF-8");
            part.setHeader("Content-Transfer-Encoding", "base64");
            alternatives.addBodyPart(part);
        }
        if (attachment == null) {
            letter.setContent(alternatives);
        } else {
            MimeBodyPart body = new MimeBodyPart();
            body.setContent(alternatives);
            MimeBodyPart file = new MimeBodyPart();
            file.attachFile(attachment, "application/octet-stream", "base64");
            letter.setContent(new MimeMultipart(body, file));
        }
        letter.saveChanges();
        return letter;
    }

    private static MimeBodyPart part(String template, long number, String subtype) throws Exception {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(fill(template, number), "UTF-8", subtype);
        return part;
    }

    private static String fill(String template, long number) {
        return template.replace("<Name>", NAME).replace("<Number>", Long.toString(number));
    }

    /** Sends from as many threads as there are transports, and returns the nanoseconds that it took. */
    private long sendAll(ExecutorService threads, List<Transport> transports, long count) throws Exception {
        AtomicLong next = new AtomicLong();
        List<Callable<Void>> work = new ArrayList<>();
        for (Transport transport : transports) {
            work.add(() -> {
                for (long number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                    MimeMessage letter = letter(number);
                    transport.sendMessage(letter, letter.getAllRecipients());
                }
                return null;
            });
        }
        long start = System.nanoTime();
        for (Future<Void> done : threads.invokeAll(work)) {
            done.get();
        }
        return System.nanoTime() - start;
    }

    private void send(int sessions, long count, boolean warm) throws Exception {
        List<Transport> transports = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            Transport transport = session.getTransport("smtp");
            transport.connect();
            transports.add(transport);
        }
        ExecutorService threads = Executors.newFixedThreadPool(sessions);
        long warmUp = 0;
        for (long start = System.nanoTime(); warm && System.nanoTime() - start < WARM_UP; warmUp += 4 * sessions) {
            sendAll(threads, transports, 4 * sessions);
        }
        report(count, warmUp, sendAll(threads, transports, count), 0);
        for (Transport transport : transports) {
            transport.close();
        }
        threads.shutdown();
    }

    private void compose(long count) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        long warmUp = 0;
        for (long start = System.nanoTime(); System.nanoTime() - start < WARM_UP; warmUp++) {
            output.reset();
            letter(warmUp).writeTo(output);
        }
        long bytes = 0;
        long start = System.nanoTime();
        for (long number = 0; number < count; number++) {
            output.reset();
            letter(number).writeTo(output);
            bytes += output.size();
        }
        report(count, warmUp, System.nanoTime() - start, bytes);
        if (System.getenv("KEEP") != null) {
            Files.write(Path.of(System.getenv("KEEP")), output.toByteArray());
        }
    }

    private static void report(long letters, long warmUp, long nanoseconds, long bytes) {
        System.out.printf(Locale.ROOT, "{\"letters\": %d, \"warm-up\": %d, \"seconds\": %.6f, \"bytes\": %d}%n",
                letters, warmUp, nanoseconds / 1e9, bytes);
    }

    /** Sockets with TCP_NODELAY: as it comes, a letter of 100 KB waits 40 ms for Nagle and the delayed ACK. */
    private static final class Prompt extends SocketFactory {
        private final SocketFactory usual = SocketFactory.getDefault();

        private static Socket prompt(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket() throws IOException {
            return prompt(usual.createSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return prompt(usual.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return prompt(usual.createSocket(host, port, from, fromPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return prompt(usual.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return prompt(usual.createSocket(host, port, from, fromPort));
        }
    }

    private static String argument(String[] arguments, int place) {
        return arguments.length > place ? arguments[place] : null;
    }

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "send":
                new Peer(arguments[1], argument(arguments, 4))
                        .send(Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]), true);
                break;
            case "compose":
                new Peer("25", argument(arguments, 2)).compose(Long.parseLong(arguments[1]));
                break;
            case "one":
                new Peer(arguments[1], argument(arguments, 2)).send(1, 1, false);
                break;
            default:
                throw new IllegalArgumentException("send PORT SESSIONS COUNT | compose COUNT | one PORT");
        }
    }
}
