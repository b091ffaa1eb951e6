package sleeper.local.task.eks.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import sleeper.statestore.file.OwnerOnly;

/**
 * The key and certificate of an API server on 127.0.0.1, which vouches for itself. Clients such as {@code kubectl} send a token over TLS
 * alone.
 */
public final class ApiCertificate {
    private static final String ALIAS = "api";
    private static final String STORE = "api.p12";
    private static final String PEM = "ca.crt";
    private static final int LINE = 64;

    /** Java wants one; it is the folder, which is its owner's alone, that keeps the key. */
    private static final String PASSWORD = "of-no-use";

    private final KeyStore store;
    private final Path pem;

    private ApiCertificate(KeyStore store, Path pem) {
        this.store = store;
        this.pem = pem;
    }

    /**
     * Reads the certificate that a folder keeps, or has Java's {@code keytool} make one, which takes half a second.
     *
     * @throws IOException if neither can be done
     */
    public static ApiCertificate of(Path folder) throws IOException {
        OwnerOnly.createDirectories(folder);
        Path file = folder.resolve(STORE);
        if (!Files.exists(file)) {
            make(file);
        }
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            Path pem = folder.resolve(PEM);
            OwnerOnly.write(pem, pem(store));
            return new ApiCertificate(store, pem);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "The key of the Kubernetes API server in " + file
                            + " cannot be read; delete it, and it is made anew",
                    e);
        }
    }

    private static void make(Path file) throws IOException {
        Path unfinished = file.resolveSibling(STORE + ".unfinished");
        Files.deleteIfExists(unfinished);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=kubernetes",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-ext",
                "bc=ca:true",
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-keystore",
                unfinished.toString(),
                "-storepass",
                PASSWORD);
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.onExit().join().exitValue() != 0) {
            throw new IOException("Java's keytool made no key for the Kubernetes API server: " + said.strip());
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String pem(KeyStore store) throws GeneralSecurityException {
        String text = Base64.getMimeEncoder(LINE, new byte[] {'\n'})
                .encodeToString(store.getCertificate(ALIAS).getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
    }

    /** @return the file with the certificate that clients are to trust */
    public Path pem() {
        return pem;
    }

    /** @return what a server is this one by, and a client trusts no other by */
    public SSLContext context() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key that was read cannot be used", e);
        }
    }
}
