package sleeper.deploy.step;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.util.SuiteVersion;
import sleeper.deploy.aws.AwsCalls;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Puts the Spark job's jars where EMR's jobs find them. */
public final class SparkJars {
    private static final Pattern NAME = Pattern.compile(".*-(spark[34]\\.jar)");
    private static final String DIGEST = "sha256";

    private final InstanceNames names;
    private final S3Client s3;
    private final AwsCalls calls;

    public SparkJars(InstanceNames names, S3Client s3, AwsCalls calls) {
        this.names = names;
        this.s3 = s3;
        this.calls = calls;
    }

    /**
     * Uploads each jar that does not lie there as it is.
     *
     * @param jars each ends with the word that tells its version of Spark, such as {@code spark3.jar}
     * @return how many were uploaded; errors as of {@link AwsCalls}
     */
    public int upload(List<Path> jars) throws IOException {
        int uploaded = 0;
        for (Path jar : jars) {
            String key = key(jar);
            String digest = sha256(jar);
            if (!isThere(key, digest)) {
                var unused = calls.ask(
                        "The jar " + jar + " was not uploaded.",
                        "s3:PutObject",
                        uri(key),
                        () -> s3.putObject(
                                request -> request.bucket(bucket()).key(key).metadata(Map.of(DIGEST, digest)),
                                RequestBody.fromFile(jar)));
                uploaded++;
            }
        }
        return uploaded;
    }

    private String bucket() {
        return names.bucket("config");
    }

    private String uri(String key) {
        return "s3://" + bucket() + "/" + key;
    }

    private String key(Path jar) {
        Matcher name = NAME.matcher(jar.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException(jar + " does not say for which version of Spark it is");
        }
        String uri = names.sparkJars(SuiteVersion.CURRENT) + "-" + name.group(1);
        return uri.substring(("s3://" + bucket() + "/").length());
    }

    private boolean isThere(String key, String digest) {
        Optional<HeadObjectResponse> found = calls.askAbout(
                "Whether a jar lies there was not found out.",
                "s3:GetObject",
                uri(key),
                Set.of("NoSuchKey", "NotFound", "404"),
                () -> s3.headObject(request -> request.bucket(bucket()).key(key)));
        return found.filter(object -> digest.equals(object.metadata().get(DIGEST)))
                .isPresent();
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                var unused = in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
