package dev.recommender.web;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Opens the file of a server's certificate and key. All that TLS needs of it is tried at once: a server whose file lacks the key
 * would start, and every connection would fail.
 */
final class Keystore {
    private Keystore() {}

    /**
     * What makes connections secure by a file of PKCS #12 or JKS.
     *
     * @throws IllegalArgumentException if the file is not such, has another password, or has no key with a certificate
     * @throws IOException if it is not there, or cannot be read
     */
    static SslContextFactory.Server tls(Path file, String password) throws IOException {
        KeyStore store = open(file, password.toCharArray());
        requireKey(store, password.toCharArray());
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setKeyStore(store);
        factory.setKeyStorePassword(password);
        return factory;
    }

    private static KeyStore open(Path file, char[] password) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        try {
            return KeyStore.getInstance(file.toFile(), password);
        } catch (FileNotFoundException e) {
            throw e;
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new IllegalArgumentException("the password of the keystore is another", e);
            }
            if (!Files.isReadable(file)) {
                throw e;
            }
            throw new IllegalArgumentException("it is damaged: " + e.getMessage() + "; make it anew", e);
        } catch (KeyStoreException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "it is no file of PKCS #12 or JKS; openssl pkcs12 -export makes one of a certificate and a key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("it cannot be opened: " + e.getMessage(), e);
        }
    }

    private static void requireKey(KeyStore store, char[] password) {
        boolean found = false;
        try {
            // All of them, as a server opens all, whichever it shows.
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    store.getKey(alias, password);
                    found |= store.getCertificate(alias) != null;
                }
            }
        } catch (UnrecoverableKeyException e) {
            throw new IllegalArgumentException("its key has another password than the keystore; give both the same", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("its key cannot be used: " + e.getMessage(), e);
        }
        if (!found) {
            throw new IllegalArgumentException("it has no private key with a certificate, which a server needs");
        }
    }
}
