package dev.recommender.storage.azure;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Random;

/**
 * Carries a file of so many MiB up to a container and down again: by a plain HTTP request each way, and then by the store.
 * Prints the throughput of each and the largest heap it may have. {@link AzureMemoryTest} runs it.
 */
final class BlobTransfer {
    private BlobTransfer() {}

    /** The arguments: MiB, and the connection string of an account. */
    public static void main(String[] arguments) throws Exception {
        carry(Integer.parseInt(arguments[0]), arguments[1]);
    }

    private static void carry(int mebibytes, String connection) throws Exception {
        Path folder = Files.createTempDirectory("blob-transfer");
        Path file = folder.resolve("up");
        Path back = folder.resolve("down");
        BlobContainerClientBuilder container =
                new BlobContainerClientBuilder().connectionString(connection).containerName(Azurite.newName());
        try (BlobStore store =
                AzureBlobStore.builder(container).createContainer().open()) {
            write(file, mebibytes);
            print("plain up", mebibytes, () -> plainUp(container.buildClient(), file));
            print("plain down", mebibytes, () -> plainDown(container.buildClient(), back));
            check(file, back);
            print("store up", mebibytes, () -> store.put("blob", BlobContent.of(file)));
            print("store down", mebibytes, () -> {
                try (InputStream in = store.get("blob");
                        OutputStream out = Files.newOutputStream(back)) {
                    in.transferTo(out);
                }
            });
            check(file, back);
            System.out.println("max heap " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
        } finally {
            container.buildClient().deleteIfExists();
            Files.deleteIfExists(file);
            Files.deleteIfExists(back);
            Files.delete(folder);
        }
    }

    private static void write(Path file, int mebibytes) throws IOException {
        byte[] bytes = new byte[1 << 20];
        Random random = new Random(1);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int written = 0; written < mebibytes; written++) {
                random.nextBytes(bytes);
                out.write(bytes);
            }
        }
    }

    private static void plainUp(BlobContainerClient client, Path file) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(plain(client))
                .header("x-ms-blob-type", "BlockBlob")
                .PUT(BodyPublishers.ofFile(file))
                .build();
        expect(
                201,
                HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode());
    }

    private static void plainDown(BlobContainerClient client, Path file) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(plain(client)).build();
        expect(
                200,
                HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofFile(file))
                        .statusCode());
    }

    private static URI plain(BlobContainerClient client) {
        BlobServiceSasSignatureValues all = new BlobServiceSasSignatureValues(
                OffsetDateTime.now().plusHours(1), BlobContainerSasPermission.parse("rcw"));
        return URI.create(client.getBlobContainerUrl() + "/plain?" + client.generateSas(all));
    }

    private static void expect(int status, int answer) throws IOException {
        if (answer != status) {
            throw new IOException("the server answered " + answer);
        }
    }

    private static void check(Path file, Path back) throws IOException {
        if (Files.mismatch(file, back) >= 0) {
            throw new IOException("what came back differs from what was sent");
        }
    }

    private interface Part {
        void run() throws Exception;
    }

    private static void print(String what, int mebibytes, Part part) throws Exception {
        long start = System.nanoTime();
        part.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT, "%-10s %7.2f s %8.1f MB/s%n", what, seconds, mebibytes * (1 << 20) / 1e6 / seconds);
    }
}
