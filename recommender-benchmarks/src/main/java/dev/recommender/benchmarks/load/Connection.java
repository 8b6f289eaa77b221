package dev.recommender.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection to a server on loopback, over which prepared requests are sent one after the other. Reads no more than status,
 * {@code Content-Length}, {@code Retry-After} and the body, so that it takes little of what is measured. Used by one thread.
 */
final class Connection implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final String LENGTH = "content-length:";
    private static final String RETRY = "retry-after:";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Connection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        out = socket.getOutputStream();
    }

    /** What came back. */
    @SuppressWarnings("ArrayRecordComponent") // read by this package alone, and never compared
    record Answer(int status, boolean saysWhenToRetry, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** A request of JSON, as it is sent. */
    static byte[] post(URI server, String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + path + " HTTP/1.1\r\nHost: " + server.getAuthority()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        return (head + json).getBytes(StandardCharsets.UTF_8);
    }

    /** Sends a request and reads all of the answer. */
    Answer ask(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        String first = line();
        int status = Integer.parseInt(first.split(" ", 3)[1]);
        int length = 0;
        boolean retry = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String field = line.toLowerCase(Locale.ROOT);
            if (field.startsWith(LENGTH)) {
                length = Integer.parseInt(field.substring(LENGTH.length()).strip());
            }
            retry |= field.startsWith(RETRY);
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the answer ended after " + body.length + " of " + length + " bytes");
        }
        return new Answer(status, retry, body);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        while (next != '\n') {
            if (next < 0) {
                throw new EOFException("the connection ended in the header of an answer");
            }
            if (next != '\r') {
                line.append((char) next);
            }
            next = in.read();
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
