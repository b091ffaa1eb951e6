package sleeper.bulkimport.job.image;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * Opens the file system of each URI given, which asks nothing of any server, and prints the URI and the class, a line each. It is a
 * program of its own, so that its class path is the image's. Properties of Hadoop's are system properties that begin with
 * {@code spark.hadoop.}, as Spark has them.
 */
public final class OpenFileSystems {
    private static final String OF_HADOOP = "spark.hadoop.";
    private static final String NO_KEY = Base64.getEncoder().encodeToString("no key".getBytes(StandardCharsets.UTF_8));

    private OpenFileSystems() {}

    public static void main(String[] uris) throws IOException {
        Configuration configuration = new Configuration();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(OF_HADOOP))
                .forEach(name -> configuration.set(name.substring(OF_HADOOP.length()), System.getProperty(name)));
        for (String uri : uris) {
            configuration.set("fs.azure.account.key." + URI.create(uri).getHost(), NO_KEY);
            try (FileSystem files = FileSystem.newInstance(URI.create(uri), configuration)) {
                System.out.println(uri + " " + files.getClass().getName());
            }
        }
    }
}
