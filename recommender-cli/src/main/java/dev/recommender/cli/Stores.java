package dev.recommender.cli;

import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.azure.AzureBlobStore;
import dev.recommender.storage.fs.FileBlobStore;
import dev.recommender.storage.s3.S3BlobStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Opens what {@code --store} names. */
final class Stores {
    private static final String S3 = "s3://";
    private static final String AZURE = "azure://";
    private static final String CONNECTION = "AZURE_STORAGE_CONNECTION_STRING";
    private static final String ACCOUNT = "AZURE_STORAGE_ACCOUNT";
    private static final String ENDPOINT = "AZURE_STORAGE_SERVICE_ENDPOINT";
    private static final Pattern NAMES = Pattern.compile("[a-z0-9]{3,24}");

    private Stores() {}

    /**
     * Makes the folder of a new store, if the text names a folder, and nothing is there.
     *
     * @return whether it was made
     * @throws NoSuchFileException if it would be in a folder that is not there: then it is more likely mistyped than new
     */
    static boolean make(String store) throws IOException {
        if (isAddress(store) || Files.exists(Path.of(store))) {
            return false;
        }
        Path parent = Path.of(store).toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new NoSuchFileException(
                    "--store " + store + ": its folder " + parent, null, "no such file or folder; make it first");
        }
        Files.createDirectories(Path.of(store));
        return true;
    }

    private static boolean isAddress(String store) {
        return store.contains("://") || store.matches("(?i)(s3|azure):.*");
    }

    /**
     * A store in a folder, bucket or container that exists already. So a typing error does not create an empty store.
     *
     * @throws UsageException if the text names a kind of store that there is not
     * @throws NoSuchFileException if it names a folder that is not there
     */
    static BlobStore open(String store) throws IOException {
        if (store.startsWith(S3)) {
            return bucket(store, System.getenv()).open();
        }
        if (store.startsWith(AZURE)) {
            return container(store, System.getenv()).open();
        }
        if (isAddress(store)) {
            throw new UsageException(
                    "--store \"" + store + "\": a store is a folder, s3://bucket/prefix or azure://container/prefix");
        }
        Path folder = Path.of(store);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException("--store \"" + store + "\": this is a file; a store is a folder");
        }
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(
                    "--store " + store,
                    null,
                    "no such file or folder; serve makes a new store, other commands need one that is there");
        }
        return FileBlobStore.open(folder);
    }

    /** The bucket and prefix of an address, at Amazon or where the environment says. */
    static S3BlobStore.Builder bucket(String store, Map<String, String> environment) {
        String[] words = words(store, S3);
        try {
            S3BlobStore.Builder builder = S3BlobStore.builder(words[0]).prefix(words[1]);
            String endpoint =
                    environment.getOrDefault("AWS_ENDPOINT_URL_S3", environment.getOrDefault("AWS_ENDPOINT_URL", ""));
            return endpoint.isEmpty()
                    ? builder
                    : builder.endpoint(URI.create(endpoint), environment.getOrDefault("AWS_REGION", "us-east-1"));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--store \"" + store + "\": " + e.getMessage());
        }
    }

    /** The container and prefix of an address, in the account that the environment names. */
    static AzureBlobStore.Builder container(String store, Map<String, String> environment) {
        String[] words = words(store, AZURE);
        try {
            BlobContainerClientBuilder container = account(store, environment).containerName(words[0]);
            return AzureBlobStore.builder(container).prefix(words[1]);
        } catch (IllegalArgumentException e) {
            // The SDK's message may quote the connection string, which holds a key.
            throw new UsageException(
                    "--store \"" + store + "\": the address, " + CONNECTION + " or " + ENDPOINT + " is malformed");
        }
    }

    private static BlobContainerClientBuilder account(String store, Map<String, String> environment) {
        String connection = environment.getOrDefault(CONNECTION, "");
        if (!connection.isEmpty()) {
            return new BlobContainerClientBuilder().connectionString(connection);
        }
        String name = environment.getOrDefault(ACCOUNT, "");
        String endpoint = environment.getOrDefault(ENDPOINT, "");
        if (endpoint.isEmpty() && !NAMES.matcher(name).matches()) {
            throw new UsageException("--store \"" + store + "\": set " + CONNECTION + " to the account's connection"
                    + " string, or " + ACCOUNT + " to its name, 3 to 24 letters and digits");
        }
        return new BlobContainerClientBuilder()
                .endpoint(endpoint.isEmpty() ? "https://" + name + ".blob.core.windows.net" : endpoint)
                .credential(new DefaultAzureCredentialBuilder().build());
    }

    /** What stands before the first slash of an address, and what after it. */
    private static String[] words(String store, String scheme) {
        String[] words = store.substring(scheme.length()).split("/", 2);
        if (words[0].isEmpty()) {
            throw new UsageException("--store \"" + store + "\": it names no bucket or container");
        }
        return new String[] {words[0], words.length > 1 ? words[1].replaceFirst("/$", "") : ""};
    }
}
