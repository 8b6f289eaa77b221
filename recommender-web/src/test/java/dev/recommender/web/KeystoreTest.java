package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that cannot secure a connection is refused before the server starts. */
@Tag("slow")
class KeystoreTest {
    private static final String SECRET = "secret";

    @TempDir
    static Path folder;

    private static KeyStore good;

    @BeforeAll
    static void make() throws Exception {
        good = KeyStore.getInstance(made(folder).toFile(), SECRET.toCharArray());
    }

    /** Has the JDK make a key and a certificate for loopback, in a file of PKCS #12 with the password {@code secret}. */
    static Path made(Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("keys.p12");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-alias", "server", "-dname", "CN=localhost"));
        command.addAll(List.of("-ext", "san=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", SECRET, "-keystore", file.toString()));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor()).as(said).isZero();
        return file;
    }

    private static Path write(KeyStore store, String name) throws Exception {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, SECRET.toCharArray());
        }
        return file;
    }

    @Test
    void aKeyWithACertificateOfEitherKindWillDo() throws Exception {
        assertThat(Keystore.tls(folder.resolve("keys.p12"), SECRET).getKeyStore())
                .isNotNull();
        assertThat(Keystore.tls(write(withKeyPassword(SECRET), "keys.jks"), SECRET)
                        .getKeyStore())
                .isNotNull();
    }

    @Test
    void aCertificateAloneIsRefused() throws Exception {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        Path none = write(empty, "none.p12");
        empty.setCertificateEntry("server", good.getCertificate("server"));
        for (Path file : List.of(none, write(empty, "certificate.p12"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Keystore.tls(file, SECRET))
                    .withMessage("it has no private key with a certificate, which a server needs");
        }
    }

    @Test
    void anotherPasswordIsSaid() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keystore.tls(folder.resolve("keys.p12"), "other"))
                .withMessage("the password of the keystore is another");
        Path file = write(withKeyPassword("other"), "two.jks");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keystore.tls(file, SECRET))
                .withMessageStartingWith("its key has another password");
    }

    private static KeyStore withKeyPassword(String password) throws Exception {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        store.setKeyEntry(
                "server", good.getKey("server", SECRET.toCharArray()), password.toCharArray(), new Certificate[] {
                    good.getCertificate("server")
                });
        return store;
    }

    @Test
    void whatIsNoKeystoreIsSaid() throws IOException {
        Path pem = Files.writeString(folder.resolve("server.pem"), "-----BEGIN CERTIFICATE-----\nMIIB\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keystore.tls(pem, SECRET))
                .withMessageStartingWith("it is no file of PKCS #12 or JKS; openssl pkcs12 -export makes one");
        byte[] whole = Files.readAllBytes(folder.resolve("keys.p12"));
        Path cut = Files.write(folder.resolve("cut.p12"), Arrays.copyOf(whole, whole.length / 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keystore.tls(cut, SECRET))
                .withMessageStartingWith("it is damaged: ");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> Keystore.tls(folder.resolve("absent.p12"), SECRET));
    }
}
