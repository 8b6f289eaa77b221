package dev.recommender.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a machine in Azure asks for the tokens of its managed identity. They are signed by nobody. */
final class TokenServer implements AutoCloseable {
    private final String secret = UUID.randomUUID().toString();
    private final String signature = UUID.randomUUID().toString();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    TokenServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> {
            asked.add(exchange.getRequestURI().getQuery());
            boolean known = secret.equals(exchange.getRequestHeaders().getFirst("X-IDENTITY-HEADER"));
            byte[] answer = answer().getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(known ? 200 : 403, answer.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer);
            }
        });
        server.start();
    }

    private String answer() {
        long now = Instant.now().getEpochSecond();
        String claims = "{\"aud\":\"https://storage.azure.com\",\"iss\":\"https://sts.windows.net/shop/\",\"iat\":"
                + now + ",\"nbf\":" + (now - 60) + ",\"exp\":" + (now + 3600) + "}";
        String token = text("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + text(claims) + "." + signature;
        return "{\"access_token\":\"" + token + "\",\"expires_on\":\"" + (now + 3600)
                + "\",\"resource\":\"https://storage.azure.com\",\"token_type\":\"Bearer\"}";
    }

    private static String text(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    /** What proves that whoever asks is on the machine. */
    String secret() {
        return secret;
    }

    /** The part of the tokens that must not be known. */
    String signature() {
        return signature;
    }

    /** The queries of all requests. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
