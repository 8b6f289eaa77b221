package dev.recommender.testing.servers;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * An HTTP proxy on loopback between a client and one server, which does a {@link Fault} to some requests, as a plan says.
 * Requests are passed on as they are, the host's name included, so that signatures stay valid.
 */
public final class FaultyProxy implements AutoCloseable {
    private static final int BUFFER = 1 << 14;
    private static final Duration DELAY = Duration.ofMillis(100);

    /** What the proxy can do to a request. */
    public enum Fault {
        /** Passes it on. */
        NONE,
        /** Passes it on, late. */
        DELAY,
        /** Breaks the connection in the middle of the request's body; the server does not get the rest. */
        CUT_REQUEST,
        /** Passes it on, lets the server do it, and breaks the connection instead of answering. */
        LOSE_ANSWER,
        /** Breaks the connection in the middle of the answer's body. */
        CUT_ANSWER,
        /** Ends the answer's body early without breaking the connection roughly. */
        TRUNCATE_ANSWER,
        /** Answers 500 without asking the server. */
        ERROR,
        /** Answers 503 Slow Down without asking the server. */
        SLOW_DOWN,
        /** Passes it on, lets the server do it, and answers 500. */
        ERROR_AFTER
    }

    private final ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final int target;
    private final BiFunction<String, String, Fault> plan;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);

    /**
     * Starts a proxy.
     *
     * @param target the server's port on loopback
     * @param plan which fault a request meets of this method and path, query included; called for each, by many threads
     */
    public FaultyProxy(int target, BiFunction<String, String, Fault> plan) throws IOException {
        this.target = target;
        this.plan = plan;
        daemon(this::accept);
    }

    /** A plan that draws one of the given faults for every so many requests on average, repeatable for a seed. */
    public static BiFunction<String, String, Fault> oneIn(int requests, long seed, Fault... faults) {
        Random random = new Random(seed);
        return (method, path) -> {
            synchronized (random) {
                return random.nextInt(requests) == 0 ? faults[random.nextInt(faults.length)] : Fault.NONE;
            }
        };
    }

    /** Where clients connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How often each fault has been done. */
    public Map<Fault, Integer> done() {
        synchronized (done) {
            return new EnumMap<>(done);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                daemon(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** Serves the requests of one connection, one after another, each over a connection of its own to the server. */
    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream(), BUFFER);
            while (exchange(HttpHead.read(in), in, client)) {
                // The client may send another request.
            }
        } catch (IOException | InterruptedException e) {
            // The connection has been cut, by either side or by a fault.
        } finally {
            open.remove(client);
        }
    }

    private boolean exchange(HttpHead request, InputStream in, Socket client) throws IOException, InterruptedException {
        String[] words = request.first().split(" ");
        Fault fault = plan.apply(words[0], words[1]);
        synchronized (done) {
            done.merge(fault, 1, Integer::sum);
        }
        if (fault == Fault.DELAY) {
            Thread.sleep(DELAY.toMillis());
        }
        if (fault == Fault.ERROR || fault == Fault.SLOW_DOWN) {
            answerTo(request, in, client, fault == Fault.ERROR ? "500 Internal Server Error" : "503 Slow Down");
            return true;
        }
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(server);
            server.setTcpNoDelay(true);
            OutputStream toServer = server.getOutputStream();
            InputStream fromServer = new BufferedInputStream(server.getInputStream(), BUFFER);
            request.write(toServer);
            if (request.expectsContinue()) {
                HttpHead interim = HttpHead.read(fromServer);
                if (!interim.status().equals("100")) {
                    interim.write(client.getOutputStream());
                    interim.copyBody(fromServer, client.getOutputStream(), Long.MAX_VALUE, words[0]);
                    return false;
                }
                interim.write(client.getOutputStream());
            }
            if (fault == Fault.CUT_REQUEST) {
                request.copyBody(in, toServer, request.length() / 2, "");
                return false;
            }
            request.copyBody(in, toServer, Long.MAX_VALUE, "");
            return answer(fault, words[0], fromServer, client);
        } finally {
            open.removeIf(Socket::isClosed);
        }
    }

    private boolean answer(Fault fault, String method, InputStream fromServer, Socket client) throws IOException {
        HttpHead answer = HttpHead.read(fromServer);
        while (answer.status().equals("100")) {
            answer = HttpHead.read(fromServer);
        }
        OutputStream toClient = client.getOutputStream();
        if (fault == Fault.LOSE_ANSWER || fault == Fault.ERROR_AFTER) {
            answer.copyBody(fromServer, OutputStream.nullOutputStream(), Long.MAX_VALUE, method);
            if (fault == Fault.ERROR_AFTER) {
                error(toClient, "500 Internal Server Error");
            } else {
                client.setSoLinger(true, 0);
            }
            return fault == Fault.ERROR_AFTER;
        }
        answer.write(toClient);
        if (fault == Fault.CUT_ANSWER || fault == Fault.TRUNCATE_ANSWER) {
            answer.copyBody(fromServer, toClient, answer.length() / 2, method);
            if (fault == Fault.CUT_ANSWER) {
                client.setSoLinger(true, 0);
            }
            return false;
        }
        answer.copyBody(fromServer, toClient, Long.MAX_VALUE, method);
        return !answer.closes();
    }

    private static void answerTo(HttpHead request, InputStream in, Socket client, String status) throws IOException {
        if (!request.expectsContinue()) {
            request.copyBody(in, OutputStream.nullOutputStream(), Long.MAX_VALUE, "");
        }
        error(client.getOutputStream(), status);
        if (request.expectsContinue()) {
            throw new EOFException("the body will not come");
        }
    }

    private static void error(OutputStream toClient, String status) throws IOException {
        String text = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nx-amz-request-id: proxy\r\n"
                + "x-ms-request-id: proxy\r\n\r\n";
        toClient.write(text.getBytes(StandardCharsets.ISO_8859_1));
        toClient.flush();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "faulty-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
