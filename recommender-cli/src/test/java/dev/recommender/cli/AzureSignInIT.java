package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.azure.AzureBlobStore;
import dev.recommender.storage.azure.Azurite;
import dev.recommender.testing.servers.ServerExtension;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The account's address is in the environment, and tokens come from the managed identity of the machine. */
@Tag("servers")
class AzureSignInIT extends CommandsOnAService {
    private static final String PASSWORD = "of-the-certificate";

    @RegisterExtension
    static final Secured AZURITE = new Secured();

    private TokenServer tokens;

    @BeforeEach
    void startTokens() throws IOException {
        tokens = new TokenServer();
    }

    @AfterEach
    void stopTokens() {
        tokens.close();
        assertThat(tokens.asked()).isNotEmpty().allMatch(query -> query.contains("resource=https://storage.azure.com"));
    }

    @Override
    String address(String place) {
        return "azure://" + place;
    }

    @Override
    BlobStore make(String place, String prefix) throws IOException {
        return AzureBlobStore.builder(container(place))
                .createContainer()
                .prefix(prefix)
                .open();
    }

    @Override
    String missing(String place) {
        return "there is no container \"" + place + "\"";
    }

    @Override
    boolean exists(String place) throws IOException {
        return container(place).buildClient().exists();
    }

    @Override
    RunnableJar jar() {
        Map<String, String> account = Map.of(
                "AZURE_STORAGE_SERVICE_ENDPOINT", AZURITE.server().blobEndpoint(),
                "IDENTITY_ENDPOINT", tokens.address(),
                "IDENTITY_HEADER", tokens.secret());
        List<String> options = List.of(
                "-Djavax.net.ssl.trustStore=" + Secured.certificate().toAbsolutePath(),
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
        return new RunnableJar(folder, account, options);
    }

    @Override
    List<String> secrets() {
        return List.of(tokens.secret(), tokens.signature());
    }

    private static BlobContainerClientBuilder container(String place) throws IOException {
        try (InputStream file = Files.newInputStream(Secured.certificate())) {
            KeyStore certificates = KeyStore.getInstance("PKCS12");
            certificates.load(file, PASSWORD.toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(certificates);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return AZURITE.server()
                    .container(place)
                    .httpClient(new JdkHttpClientBuilder(HttpClient.newBuilder().sslContext(tls)).build());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Azurite by TLS, with a certificate of its own. */
    static final class Secured extends ServerExtension<Azurite> {
        static Path certificate() {
            return Path.of("target", "azurite.p12");
        }

        @Override
        protected String name() {
            return "Azurite by TLS";
        }

        @Override
        protected Azurite start() throws IOException, InterruptedException {
            Files.deleteIfExists(certificate());
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keyalg",
                            "RSA",
                            "-dname",
                            "CN=127.0.0.1",
                            "-ext",
                            "san=ip:127.0.0.1",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            certificate().toString(),
                            "-storepass",
                            PASSWORD)
                    .inheritIO()
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool made no certificate");
            }
            return Azurite.startSecured(certificate(), PASSWORD);
        }
    }
}
