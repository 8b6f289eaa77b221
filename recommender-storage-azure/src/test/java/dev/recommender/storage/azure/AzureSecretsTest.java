package dev.recommender.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import dev.recommender.testing.servers.TestServers;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a program prints that uses the stores, with each log of each library on, has no secret in it. */
@Tag("servers")
class AzureSecretsTest {
    @RegisterExtension
    static final Azurite.Shared AZURITE = new Azurite.Shared();

    @Test
    void noLogMessageOrDescriptionHasASecretInIt() throws Exception {
        Azurite server = AZURITE.server();
        String name = Azurite.newName();
        BlobContainerClient client = server.container(name).buildClient();
        client.create();
        String sas = client.generateSas(new BlobServiceSasSignatureValues(
                OffsetDateTime.now().plusHours(1), BlobContainerSasPermission.parse("racwdl")));
        String signature = sas.replaceAll(".*sig=([^&]*).*", "$1");
        String badSignature = URLEncoder.encode(
                Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8);
        int nobody = TestServers.freePort();
        String address = "http://127.0.0.1:%d/" + Azurite.ACCOUNT + "/" + name + "?%s";
        String output = run(List.of(
                server.connectionString(),
                server.connectionString(nobody, nobody, nobody),
                String.format(address, server.blobPort(), sas),
                String.format(address, server.blobPort(), sas.replace(signature, badSignature)),
                String.format(address, nobody, sas)));

        assertThat(output)
                .as("the program did what it should")
                .contains("true", "azure://" + name + "/", "AuthorizationFailure", "ConnectException")
                .contains("BlobNotFoundException", "DEBUG");
        for (String secret : List.of(server.key(), signature, badSignature)) {
            assertThat(output.contains(secret))
                    .as("the secret %s is in the output", secret)
                    .isFalse();
            String decoded = URLDecoder.decode(secret, StandardCharsets.UTF_8);
            assertThat(output.contains(decoded))
                    .as("the secret %s is in the output", decoded)
                    .isFalse();
        }
    }

    private static String run(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                "-Dorg.slf4j.simpleLogger.log.com.azure=trace",
                "-cp",
                System.getProperty("java.class.path"),
                Loud.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output;
    }
}
