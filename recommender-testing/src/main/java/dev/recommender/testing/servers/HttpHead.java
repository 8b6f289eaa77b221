package dev.recommender.testing.servers;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines of an HTTP message before its body. */
record HttpHead(List<String> lines) {
    static HttpHead read(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); ; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection has ended");
            }
            if (b == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
                line.reset();
                if (text.isEmpty() && !lines.isEmpty()) {
                    return new HttpHead(List.copyOf(lines));
                }
                if (!text.isEmpty()) {
                    lines.add(text);
                }
            } else {
                line.write(b);
            }
        }
    }

    String first() {
        return lines.get(0);
    }

    String status() {
        return first().split(" ")[1];
    }

    boolean expectsContinue() {
        return value("expect").equalsIgnoreCase("100-continue");
    }

    boolean closes() {
        return value("connection").equalsIgnoreCase("close");
    }

    /** The length of the body; 0 if it has none or is sent in chunks. */
    long length() {
        String length = value("content-length");
        return length.isEmpty() ? 0 : Long.parseLong(length);
    }

    private String value(String name) {
        String start = name + ":";
        return lines.stream()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst()
                .orElse("");
    }

    void write(OutputStream out) throws IOException {
        out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Copies the body, but no more than so many bytes of it. */
    void copyBody(InputStream in, OutputStream out, long limit, String method) throws IOException {
        boolean bodiless = method.equals("HEAD")
                || first().startsWith("HTTP/") && (status().equals("204") || status().equals("304"));
        if (bodiless) {
            return;
        }
        if (value("transfer-encoding").equalsIgnoreCase("chunked")) {
            copyChunks(in, out, limit);
        } else {
            copy(in, out, Math.min(length(), limit));
        }
        out.flush();
    }

    /** Chunks as they come, with their lengths; cut after the first of them if there is a limit. */
    private static void copyChunks(InputStream in, OutputStream out, long limit) throws IOException {
        while (true) {
            String line = line(in);
            int size = Integer.parseInt(line.split(";")[0].strip(), 16);
            out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            copy(in, out, size);
            out.write((line(in) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            if (size == 0 || limit < Long.MAX_VALUE) {
                return;
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection has ended");
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    private static void copy(InputStream in, OutputStream out, long count) throws IOException {
        byte[] buffer = new byte[1 << 14];
        for (long left = count; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the connection has ended");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }
}
